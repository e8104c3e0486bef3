/* SPDX-License-Identifier: Apache-2.0 */
/* A letter under S/MIME: whoever signs is not believed here unless the bytes
 * are those of the seeds, and what a session key opens is rubbish. */
#include "config.h"

#include <sys/socket.h>

#include "fuzz_seed.h"
#include "hub_mail.h"
#include "key_ask.h"
#include "seal.h"
#include "seal_remote.h"

#define OURS \
	"-----BEGIN CERTIFICATE-----\n" \
	"MIIC/zCCAeegAwIBAgIUScnMLJH0FVLmE54fwqotoUPeZuswDQYJKoZIhvcNAQEL\n" \
	"BQAwDjEMMAoGA1UEAwwDdWppMCAXDTI2MTEyMjEwMDMyNloYDzIxMjYxMDI5MTAw\n" \
	"MzI2WjAOMQwwCgYDVQQDDAN1amkwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEK\n" \
	"AoIBAQDfYePQh41T41HxMTzcx3LE2lbo4NpYETD0aKfZKAvwVOdeLv/v5AkOB7I0\n" \
	"xaXBSmbLkTJYUjvYdpt/eToYYl0iFIyaEMd3lWc3kxQ6286fHcjSVZnKZNr/GWKC\n" \
	"YAzWQzjhrRelWxMHR452bFloetQgNfHlPfCPQFS+6BSqNR9zfVWPU+OXTp162vZJ\n" \
	"VJhea389xuJYDmEv9gvZ/wL5eD7qIhOjI4kYnlDRdzdaS2tjip/sYIsj/sv9mkOU\n" \
	"0PiDBhz/5/vuHsmDCP3dU01T7g9tFy2v44x4Ga0rRtdZGF27oeSnQiV3cNIPFlQE\n" \
	"Xb7mT6HPcwN0p+yrwdT+kX/eu1z3AgMBAAGjUzBRMB0GA1UdDgQWBBQtSOWPdaba\n" \
	"5byKf/k8wS0M5REtBDAfBgNVHSMEGDAWgBQtSOWPdaba5byKf/k8wS0M5REtBDAP\n" \
	"BgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQCupNDoHAYEUkXkDN0T\n" \
	"qHbordZ1LQLi/skQSeppWJC0zHt+vydAu/4hNP3siEFY7yC3MxJV6NzOWhKzlA0M\n" \
	"Pz/as3KztT5sLIvsE3LHPG9q5DsmORn9oIszYohNszhIejFBtxc7cj4UzAi03iMc\n" \
	"y/nrubRoQVWgZTu+3nz/4qbG4s7+zv4wGwakiNZsjqHFd7zZfVvXz1Jr3KziYuFs\n" \
	"PXJ1KNrM+0tV5bjEn1GSPinmrelJCkWAvG6WII4Ov/xg4x7s+lb25s4grD3z9+41\n" \
	"BPxWLPrUguZbuxw6PkkzKB2WMYl+8RvO9b1JrATMVQAyxXppMeptKuvOFNmtmm0j\n" \
	"qeow\n" \
	"-----END CERTIFICATE-----\n"

const char *const fuzz_seeds[] = {
	"From: a@b.example\n"
	"MIME-Version: 1.0\n"
	"Content-Type: multipart/signed; protocol=\"application/pkcs7-signa"
	"ture\"; micalg=\"sha-256\"; boundary=\"----1B802DC96617FF7A3D784A8"
	"10537E051\"\n"
	"\n"
	"This is an S/MIME signed message\n"
	"\n"
	"------1B802DC96617FF7A3D784A810537E051\n"
	"Content-Type: text/plain\n"
	"\n"
	"TERIMA\n"
	"\n"
	"------1B802DC96617FF7A3D784A810537E051\n"
	"Content-Type: application/pkcs7-signature; name=\"smime.p7s\"\n"
	"Content-Transfer-Encoding: base64\n"
	"Content-Disposition: attachment; filename=\"smime.p7s\"\n"
	"\n"
	"MIIDKAYJKoZIhvcNAQcCoIIDGTCCAxUCAQExDTALBglghkgBZQMEAgEwCwYJKoZI\n"
	"hvcNAQcBoIIBdjCCAXIwggEZoAMCAQICFAdKZQhHY24sGadswW9i/t6Ouu71MAoG\n"
	"CCqGSM49BAMCMA4xDDAKBgNVBAMMA3VqaTAgFw0yNjExMjIxMDAzMjZaGA8yMTI2\n"
	"MTAyOTEwMDMyNlowDjEMMAoGA1UEAwwDdWppMFkwEwYHKoZIzj0CAQYIKoZIzj0D\n"
	"AQcDQgAEszI0FZESwP0cqktySe+tisXmf46meo51O9e+GkVzGqGlTNUBZtDKAx/h\n"
	"I7IMXYlj0cBmmZAcBfSgtzGyw0M8QKNTMFEwHQYDVR0OBBYEFD/Izm8D7iVpWk8d\n"
	"R0Sfn4h8OUhMMB8GA1UdIwQYMBaAFD/Izm8D7iVpWk8dR0Sfn4h8OUhMMA8GA1Ud\n"
	"EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgdtw0y3ezE39tZI3FXYoe6EyG\n"
	"d0vy8wSR5Yc6+dwTijECIGW8ilZf7TUsfAZwd28OdWgQilSqKr0l/jsJo9e94FM6\n"
	"MYIBeDCCAXQCAQEwJjAOMQwwCgYDVQQDDAN1amkCFAdKZQhHY24sGadswW9i/t6O\n"
	"uu71MAsGCWCGSAFlAwQCAaCB5DAYBgkqhkiG9w0BCQMxCwYJKoZIhvcNAQcBMBwG\n"
	"CSqGSIb3DQEJBTEPFw0yNjExMjIxMDAzMjZaMC8GCSqGSIb3DQEJBDEiBCDD5QAj\n"
	"7NNI8ZRklRVclW7QirhploZsEDg+C+L8WuJNOzB5BgkqhkiG9w0BCQ8xbDBqMAsG\n"
	"CWCGSAFlAwQBKjALBglghkgBZQMEARYwCwYJYIZIAWUDBAECMAoGCCqGSIb3DQMH\n"
	"MA4GCCqGSIb3DQMCAgIAgDANBggqhkiG9w0DAgIBQDAHBgUrDgMCBzANBggqhkiG\n"
	"9w0DAgIBKDAKBggqhkjOPQQDAgRHMEUCIQDTGsT1T4tzjJFM28KBKBx2qYsvxR81\n"
	"lBPDQnBkmT97HQIgPSUOjvDwdRx8pWgbLFLToGTkECwJDcsM50vhj4UMtCw=\n"
	"\n"
	"------1B802DC96617FF7A3D784A810537E051--\n"
	"\n",
	"From: a@b.example\n"
	"MIME-Version: 1.0\n"
	"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
	"Content-Type: application/pkcs7-mime; smime-type=signed-data; name"
	"=\"smime.p7m\"\n"
	"Content-Transfer-Encoding: base64\n"
	"\n"
	"MIIC0QYJKoZIhvcNAQcCoIICwjCCAr4CAQExDTALBglghkgBZQMEAgEwMwYJKoZI\n"
	"hvcNAQcBoCYEJENvbnRlbnQtVHlwZTogdGV4dC9wbGFpbg0KDQpURVJJTUENCqCC\n"
	"AXYwggFyMIIBGaADAgECAhQHSmUIR2NuLBmnbMFvYv7ejrru9TAKBggqhkjOPQQD\n"
	"AjAOMQwwCgYDVQQDDAN1amkwIBcNMjYxMTIyMTAwMzI2WhgPMjEyNjEwMjkxMDAz\n"
	"MjZaMA4xDDAKBgNVBAMMA3VqaTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLMy\n"
	"NBWREsD9HKpLcknvrYrF5n+OpnqOdTvXvhpFcxqhpUzVAWbQygMf4SOyDF2JY9HA\n"
	"ZpmQHAX0oLcxssNDPECjUzBRMB0GA1UdDgQWBBQ/yM5vA+4laVpPHUdEn5+IfDlI\n"
	"TDAfBgNVHSMEGDAWgBQ/yM5vA+4laVpPHUdEn5+IfDlITDAPBgNVHRMBAf8EBTAD\n"
	"AQH/MAoGCCqGSM49BAMCA0cAMEQCIHbcNMt3sxN/bWSNxV2KHuhMhndL8vMEkeWH\n"
	"OvncE4oxAiBlvIpWX+01LHwGcHdvDnVoEIpUqiq9Jf47CaPXveBTOjGB+jCB9wIB\n"
	"ATAmMA4xDDAKBgNVBAMMA3VqaQIUB0plCEdjbiwZp2zBb2L+3o667vUwCwYJYIZI\n"
	"AWUDBAIBoGkwGAYJKoZIhvcNAQkDMQsGCSqGSIb3DQEHATAcBgkqhkiG9w0BCQUx\n"
	"DxcNMjYxMTIyMTAwMzI2WjAvBgkqhkiG9w0BCQQxIgQgw+UAI+zTSPGUZJUVXJVu\n"
	"0Iq4aZaGbBA4Pgvi/FriTTswCgYIKoZIzj0EAwIERjBEAiBv6KZ9S4Ks4Y5BMopq\n"
	"qeQm+q+xvP/Nfu8EgPRAXV/NbAIgApUIri4kAqkneH4oOYNYXKoDvgqDKyH9qo5x\n"
	"1s1bgac=\n"
	"\n",
	"From: a@b.example\n"
	"MIME-Version: 1.0\n"
	"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
	"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; n"
	"ame=\"smime.p7m\"\n"
	"Content-Transfer-Encoding: base64\n"
	"\n"
	"MIIBugYJKoZIhvcNAQcDoIIBqzCCAacCAQAxggFCMIIBPgIBADAmMA4xDDAKBgNV\n"
	"BAMMA3VqaQIUScnMLJH0FVLmE54fwqotoUPeZuswDQYJKoZIhvcNAQEBBQAEggEA\n"
	"Eideh4yXfN+ZMdxe7CoHMCSD/LLQSgm21ZciPhNUb6zQGIPFDFpM5RDWY0jb8VHh\n"
	"rIZk2ot4Z8jA5qnSAwmyD4+R6tu8FlkmfY6uAY9hT4o92MTB7F0VmahXE4ADjYCz\n"
	"k9/2heq+hCgKV8tKtQ32KZu9NArAlozgt3RFInxKKxugiynIGBYMMFQbA/k8izUh\n"
	"eZD/1SJrSj1FvhPiIcxe0KmVV+b3F5nKn/iKPsrMYAnmJhuQKYxd09rIMgYGNZB/\n"
	"Auuwt9sBAGWcImzkN5cQ5hWsSlncWgyF3513uUTcg3B+NU5257i+M4axyBwcybY9\n"
	"cpESt5qKuyZDB8Ji86qmzjBcBgkqhkiG9w0BBwEwHQYJYIZIAWUDBAEqBBBEpU+8\n"
	"CiiEpHr3RpuT4ExXgDDJk8mPPnsTp1faM5QyW3jaxBHKebM3aYxTuMHtEXNzOn1I\n"
	"QBr9v4aJOTm4TNE8P3c=\n"
	"\n",
	"From: a@b.example\n"
	"MIME-Version: 1.0\n"
	"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
	"Content-Type: application/pkcs7-mime; smime-type=authEnveloped-dat"
	"a; name=\"smime.p7m\"\n"
	"Content-Transfer-Encoding: base64\n"
	"\n"
	"MIIBwwYLKoZIhvcNAQkQARegggGyMIIBrgIBADGCAUIwggE+AgEAMCYwDjEMMAoG\n"
	"A1UEAwwDdWppAhRJycwskfQVUuYTnh/Cqi2hQ95m6zANBgkqhkiG9w0BAQEFAASC\n"
	"AQDJcARcdjn6vy5teA2iwKUM+m0GYxe/rYDggas3qmfHDBa5MU6Rfc/qn08S7Qhz\n"
	"lb78I8jzjW2nkGmTws2hwZm8hL3KlWU1fc0EWlowQHJt1LFEXG3sL2lSYP3NW2HF\n"
	"+Z86CGXGu3L/401KJZDL+8CL/NJq66HZ8RoQcLWMBLeC3COlgZ8tPPVKdk50xv8L\n"
	"+Oc321nS+a2yeVOHkhLh9yqZODntBkKmd98e8/0HXyDwTwZ/pM86DEPwsS3CDRd1\n"
	"J5HROClRHWXaCdIZ8m0CPL+GFpBFmZ4fghjmqVRiS27DEjjxQCdp1MUM5+xVVGeV\n"
	"3ZYYrYhani4K0GtPskQp2+iKMFEGCSqGSIb3DQEHATAeBglghkgBZQMEAS4wEQQM\n"
	"efq6p3gHQUQVlI0WAgEQgCQScf645nrqMMwIvnhySLFkp2LCs8pQpywK5addLP2z\n"
	"g7uppyIEEGqwRio5IcdtWkaYyBx8cNA=\n"
	"\n",
	"From: a@b.example\n"
	"MIME-Version: 1.0\n"
	"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
	"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; n"
	"ame=\"smime.p7m\"\n"
	"Content-Transfer-Encoding: base64\n"
	"\n"
	"MIIB5QYJKoZIhvcNAQcDoIIB1jCCAdICAQAxggFtMIIBaQIBADAmMA4xDDAKBgNV\n"
	"BAMMA3VqaQIUScnMLJH0FVLmE54fwqotoUPeZuswOAYJKoZIhvcNAQEHMCugDTAL\n"
	"BglghkgBZQMEAgGhGjAYBgkqhkiG9w0BAQgwCwYJYIZIAWUDBAIBBIIBAD3Qdt22\n"
	"JkGrCw7XQtZBGLHnYaNOyzKotb2Yckixs2VuJCOZUMD1v4knAGM3R1iu4ol5agTb\n"
	"t50Pn2Kap14GMlYOO/gAFHe06k/78sUknZ8tdx9vkxGo/bPn0JHTlU4BleCPSQRj\n"
	"51qklzdGg4BAufJGvwyJXDasIVOGyco5deuryGFbT/4i8V44QzRB6MZtnVslFkX5\n"
	"+mqzkmpiyZxIfmjyyHSipbHeD1KZaraFedmoQAyVn0UmqZyNvWlz2E3guF+4m8Mo\n"
	"S5KX2GYCxs0RP6I5+koaHG274x4Q9HcuH16oE3y3ImAt+M3ntxEzksTcJ//jss2G\n"
	"Go4XwJrDJ95kSkswXAYJKoZIhvcNAQcBMB0GCWCGSAFlAwQBKgQQ1Tc2ruMHd0Xx\n"
	"p8laBUQhK4Awd8XJVYn2On1ygkLFZRAaf2WBzzfcynikVtEkLRcayBAr36GkmIxV\n"
	"aX/WXM057K3R\n"
	"\n",
	NULL,
};

/* Where questions about the key go, and where the hub would answer. */
static int ends[2] = { -1, -1 };

/* One seal for all looks. */
static struct seal *
settled(void)
{
	static struct seal seal;
	static bool ready;
	struct seal_plan plan;

	if (ready)
		return &seal;
	hub_mail_warm();
	seal_remote_warm();
	fuzz_must(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) == 0, "a pair");
	seal_plan_clear(&plan);
	plan.in = SEAL_SMIME;
	plan.alg = SEAL_RS256;
	plan.cert = plan.trust = OURS;
	seal_init(&seal, ends[0]);
	fuzz_must(seal_settle(&seal, &plan, NULL) == HUB_OK, "a certificate");
	ready = true;
	return &seal;
}

/* The hub's answers, before they are asked for. */
static void
answer(void)
{
	static const uint8_t session[32];
	const struct key_answer made = { HUB_OK, session, sizeof(session) };
	struct hub_buf out;

	hub_buf_init(&out, KEY_MESSAGE_MAX);
	key_answer_put(&out, &made);
	for (unsigned i = 0; i < SEAL_LAYERS_MAX; i++)
		(void)send(ends[1], out.data, out.len, MSG_DONTWAIT);
	hub_buf_release(&out);
}

/* What was asked, and the answers that nobody asked for. */
static void
forget(void)
{
	char room[KEY_MESSAGE_MAX];

	for (size_t i = 0; i < 2; i++)
		while (recv(ends[i], room, sizeof(room), MSG_DONTWAIT) > 0)
			;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct seal *seal = settled();
	struct hub_headers headers = { .count = 0 };
	struct seal_proof proof;
	struct arena arena;
	char *body = strndup((const char *)bytes, len);
	struct seal_message message = { .headers = &headers,
		.query = "",
		.body = body,
		.body_len = strlen(body),
		.arena = &arena,
		.now = 1800000000 };

	arena_init(&arena, 1 << 24);
	answer();
	if (seal_check(seal, &message, &proof))
		fuzz_must(!seal_is_theirs(seal, &proof), "nobody has the key");
	else
		fuzz_must(proof.verdict != SEAL_GOOD && proof.text[0] != '\0',
		    "a name and a sentence");
	fuzz_must(message.body[message.body_len] == '\0', "a NUL behind");
	forget();
	arena_release(&arena);
	free(body);
	return 0;
}
