package vault_test

import (
	"crypto/cipher"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestStandards holds the library against the vectors of the standards, for
// a seal that only this library could open would be worth nothing.
func TestStandards(t *testing.T) {
	t.Parallel()
	key := unhex(t, "01234567 89abcdef fedcba98 76543210")
	block, err := sm4.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	// GB/T 32907-2016, A.1: the key is the text, too.
	got := make([]byte, sm4.BlockSize)
	block.Encrypt(got, key)
	if want := "681edf34d206965e86b3e94f536e4246"; hex.EncodeToString(got) != want {
		t.Errorf("SM4: %x, want %s", got, want)
	}
	// RFC 8998, A.1.
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	text := unhex(t, "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa")
	sealed := gcm.Seal(nil, unhex(t, "00001234567800000000abcd"), text, unhex(t, "feedfacedeadbeeffeedfacedeadbeefabaddad2"))
	want := "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d" +
		"83de3541e4c2b58177e065a9bf7b62ec"
	if hex.EncodeToString(sealed) != want {
		t.Errorf("SM4-GCM: %x, want %s", sealed, want)
	}
	// GB/T 32905-2016, A.1.
	if sum := sm3.Sum([]byte("abc")); hex.EncodeToString(sum[:]) != "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" {
		t.Errorf("SM3: %x", sum)
	}
}
