// SPDX-License-Identifier: Apache-2.0

// Judges a published log by its files alone, with Go's own transparency log:
// the checkpoint's signature, every tile against its root, every entry against
// the tiles, and that there is no file too many.
//
//	log_judge KEY FOLDER
package main

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// The log's folder as Go's reader of tiles; what it read is remembered, so
// that files that nobody needs can be told.
type folder struct {
	path string
	read map[string]bool
}

func (f *folder) Height() int { return 8 }

// Go names the height of its tiles in their paths; C2SP's is always 8.
func path(t tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(t.Path(), "tile/8/")
}

func (f *folder) file(name string) []byte {
	data, err := os.ReadFile(filepath.Join(f.path, name))
	must(err)
	f.read[name] = true
	return data
}

func (f *folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var list [][]byte
	for _, t := range tiles {
		list = append(list, f.file(path(t)))
	}
	return list, nil
}

func (f *folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

// The entries of a bundle.
func cut(data []byte) [][]byte {
	var list [][]byte
	for len(data) >= 2 {
		n := int(binary.BigEndian.Uint16(data))
		if len(data) < 2+n {
			log.Fatal("a bundle ends within an entry")
		}
		list = append(list, data[2:2+n])
		data = data[2+n:]
	}
	if len(data) > 0 {
		log.Fatal("a bundle ends within a length")
	}
	return list
}

// Every entry of the bundle beside a tile of level 0.
func (f *folder) entries(tree tlog.Tree, t tlog.Tile,
	reader tlog.HashReader) {
	name := strings.Replace(path(t), "tile/0/", "tile/entries/", 1)
	list := cut(f.file(name))
	if len(list) != t.W {
		log.Fatalf("%s has %d entries, expected %d", name, len(list), t.W)
	}
	var indexes []int64
	for i := range list {
		indexes = append(indexes,
			tlog.StoredHashIndex(0, t.N*width+int64(i)))
	}
	hashes, err := reader.ReadHashes(indexes)
	must(err)
	for i, entry := range list {
		if tlog.RecordHash(entry) != hashes[i] {
			log.Fatalf("%s: entry %d has another hash", name, i)
		}
	}
}

// The tree that a checkpoint signs; Go has none without entries.
func open(key string, text []byte) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	must(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		log.Fatalf("%q is no checkpoint", opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

// Files below tile/ that the tree does not need.
func (f *folder) rest() int {
	count := 0
	top := filepath.Join(f.path, "tile")
	if _, err := os.Stat(top); err != nil {
		return 0
	}
	must(filepath.WalkDir(top, func(at string, entry fs.DirEntry,
		err error) error {
		must(err)
		name, err := filepath.Rel(f.path, at)
		must(err)
		if !entry.IsDir() && !f.read[name] {
			count++
		}
		return nil
	}))
	return count
}

func main() {
	f := &folder{os.Args[2], map[string]bool{}}
	tree := open(os.Args[1], f.file("checkpoint"))
	reader := tlog.TileHashReader(tree, f)
	tiles := map[string]tlog.Tile{}
	for _, t := range tlog.NewTiles(8, 0, tree.N) {
		if w, ok := tiles[fmt.Sprint(t.L, t.N)]; !ok || w.W < t.W {
			tiles[fmt.Sprint(t.L, t.N)] = t
		}
	}
	for _, t := range tiles {
		if t.L == 0 {
			f.entries(tree, t, reader)
		}
		f.file(path(t))
	}
	if tree.N == 0 {
		empty, err := tlog.ParseHash(
			"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
		must(err)
		if tree.Hash != empty {
			log.Fatal("the empty tree has another root")
		}
	}
	fmt.Printf("%d entries, %d tiles, %d files besides\n", tree.N,
		len(tiles), f.rest())
}
