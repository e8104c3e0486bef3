// SPDX-License-Identifier: Apache-2.0

// Judges what tlog_say says by Go's own transparency log: the signature of
// each checkpoint, its root, each proof (by checking it, and by making the
// same), and each tile.  Says how many of each were good.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// The log of one size, built by Go, and what was said of it.
type tree struct {
	size   int64
	hashes []tlog.Hash
	root   tlog.Hash
	key    string
	note   string
	tiles  []string
}

func (t *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var list []tlog.Hash
	for _, i := range indexes {
		list = append(list, t.hashes[i])
	}
	return list, nil
}

var counts = map[string]int{}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func build(size int64) *tree {
	t := &tree{size: size}
	for i := int64(0); i < size; i++ {
		more, err := tlog.StoredHashes(i,
			[]byte(strconv.FormatInt(i, 10)), t)
		must(err)
		t.hashes = append(t.hashes, more...)
	}
	if size > 0 { // Go has no tree without entries
		var err error
		t.root, err = tlog.TreeHash(size, t)
		must(err)
	} else {
		var err error
		t.root, err = tlog.ParseHash(
			"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
		must(err)
	}
	return t
}

func hashes(words []string) []tlog.Hash {
	list := []tlog.Hash{}
	for _, word := range words {
		h, err := tlog.ParseHash(word)
		must(err)
		list = append(list, h)
	}
	return list
}

func same(what string, got, want []tlog.Hash) {
	if fmt.Sprint(got) != fmt.Sprint(want) {
		log.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

func (t *tree) entry(m int64, said []tlog.Hash) {
	leaf := tlog.RecordHash([]byte(strconv.FormatInt(m, 10)))
	must(tlog.CheckRecord(said, t.size, t.root, m, leaf))
	proof, err := tlog.ProveRecord(t.size, m, t)
	must(err)
	same("entry", said, proof)
}

func (t *tree) growth(m int64, said []tlog.Hash) {
	old, err := tlog.TreeHash(m, t)
	must(err)
	must(tlog.CheckTree(said, t.size, t.root, m, old))
	proof, err := tlog.ProveTree(t.size, m, t)
	must(err)
	same("growth", said, proof)
}

// Go names the height of its tiles in their paths; ours is always 8.
func (t *tree) tile(path string, said []tlog.Hash) {
	tile, err := tlog.ParseTilePath("tile/8/" + path[len("tile/"):])
	must(err)
	data, err := tlog.ReadTileData(tile, t)
	must(err)
	var got []byte
	for _, h := range said {
		got = append(got, h[:]...)
	}
	if string(got) != string(data) {
		log.Fatalf("%s has other hashes", path)
	}
	t.tiles = append(t.tiles, tile.Path())
}

// Go lists a tile at every width that it had while the tree grew.
func widest(list []tlog.Tile) []string {
	var paths []string
	for i, tile := range list {
		if i+1 < len(list) && list[i+1].L == tile.L &&
			list[i+1].N == tile.N {
			continue
		}
		paths = append(paths, tile.Path())
	}
	return paths
}

// What can only be judged when all was said.
func (t *tree) end() {
	verifier, err := note.NewVerifier(t.key)
	must(err)
	opened, err := note.Open([]byte(t.note), note.VerifierList(verifier))
	must(err)
	want := fmt.Sprintf("simpul.example/log\n%d\n%v\n", t.size, t.root)
	if opened.Text != want || len(opened.Sigs) != 1 {
		log.Fatalf("got %q, want %q", opened.Text, want)
	}
	tiles := widest(tlog.NewTiles(8, 0, t.size))
	sort.Strings(tiles)
	sort.Strings(t.tiles)
	if strings.Join(tiles, " ") != strings.Join(t.tiles, " ") {
		log.Fatalf("got tiles %v, want %v", t.tiles, tiles)
	}
	counts["checkpoint"]++
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	var t *tree
	for in.Scan() {
		line := in.Text()
		kind := strings.SplitN(line, " ", 2)
		words := strings.Fields(kind[1])
		switch kind[0] {
		case "size":
			if t != nil {
				t.end()
			}
			size, err := strconv.ParseInt(words[0], 10, 64)
			must(err)
			t = build(size)
		case "key":
			t.key = kind[1]
		case "note":
			t.note += kind[1] + "\n"
		case "entry", "growth":
			m, err := strconv.ParseInt(words[0], 10, 64)
			must(err)
			judge := t.entry
			if kind[0] == "growth" {
				judge = t.growth
			}
			judge(m, hashes(words[1:]))
			counts[kind[0]]++
		case "tile":
			t.tile(words[0], hashes(words[1:]))
			counts["tile"]++
		default:
			log.Fatalf("what is %q?", line)
		}
	}
	must(in.Err())
	t.end()
	fmt.Printf("%d checkpoints, %d entries, %d growths, %d tiles\n",
		counts["checkpoint"], counts["entry"], counts["growth"],
		counts["tile"])
}
