package people

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/kernel/errs"
)

// TestArgon2Vector: a digest of the reference implementation's own tests.
func TestArgon2Vector(t *testing.T) {
	t.Parallel()
	const phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	p := New(Options{})
	for password, want := range map[string]bool{"password": true, "Password": false} {
		got, err := p.matches(t.Context(), password, phc)
		if err != nil || got != want {
			t.Errorf("%q: %v, %v", password, got, err)
		}
	}
}

// TestNoDigest: what is no digest opens for nothing, the decoy included.
func TestNoDigest(t *testing.T) {
	t.Parallel()
	p := New(Options{Cost: Cost{Memory: 8, Passes: 1, Threads: 1}})
	for _, phc := range []string{"", p.decoy, "$argon2id$", "$argon2i$v=19$m=8,t=1,p=1$c29tc2FsdA$" + strings.Repeat("A", 43), "plain"} {
		for _, password := range []string{"", "plain"} {
			if got, err := p.matches(t.Context(), password, phc); got || err != nil {
				t.Errorf("%q opens %q: %v", password, phc, err)
			}
		}
	}
}

// FuzzReadPHC: whatever stands on record, reading it asks for no more work
// than is bearable, and what it accepts it writes the same.
func FuzzReadPHC(f *testing.F) {
	f.Add("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
	f.Add(DefaultCost().phc(make([]byte, saltBytes), make([]byte, digestBytes)))
	f.Add("$argon2id$v=19$m=4294967295,t=4294967295,p=255$AA$AA")
	f.Fuzz(func(t *testing.T, s string) {
		c, salt, sum, ok := readPHC(s)
		if !ok {
			return
		}
		if c.Memory > mostMemory || c.Passes > mostPasses || c.Threads == 0 || len(sum) != digestBytes {
			t.Fatalf("%q asks for %+v", s, c)
		}
		again, salt2, sum2, ok := readPHC(c.phc(salt, sum))
		if !ok || again != c || string(salt2) != string(salt) || string(sum2) != string(sum) {
			t.Fatalf("%q does not come back", s)
		}
	})
}

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"", "short", "123456789", "1234567890", "0987654321", "12345678901234567890", "aaaaaaaaaaaa", "abcabcabcabc", "abcdefghijkl", "qwertyuiop",
		"QWERTYUIOP", "1qaz2wsx3edc", "password123", "P@ssw0rd2026", "Passw0rd!!!!", "admin@123456", "Admin20260101", "admin12345", "huying12345",
		"Huying@2026", "huying2026!!", "woaini1314520", "mima123456", "qwer12345678", "abc123456789", "zhangsan2026", "zhangsan!!", "zhangsanzhangsan",
		"某某某某某某某某某某", "20261123202611", "iloveyou2026", "asdfghjkl;123", "!@#$%^&*()", "a1b2c3\n4d5e6", strings.Repeat("x7", 200), "qazwsxedcrfv", "\xff\xfe1234567890",
	} {
		if err := CheckPassword(bad, "zhangsan", "某某某"); !errs.Is(err, errs.Invalid) || errs.CodeOf(err) != "password.weak" {
			t.Errorf("%q will do: %v", bad, err)
		}
	}
	for _, good := range []string{
		"luodan zai qiao bian", "correct horse battery", "三月的雨下在老街的屋檐上", "Tm7-vq2K.ps", "wo jia men qian you ke shu", "fengche chui guo hu mian",
	} {
		if err := CheckPassword(good, "zhangsan", "某某某"); err != nil {
			t.Errorf("%q will not do: %v", good, err)
		}
	}
}

// TestDrawnPasswordsWillDo: what a generator draws is never called common.
func TestDrawnPasswordsWillDo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		drawn := ""
		for _, set := range []string{"bcdfghjk", "23456789", "mnpqrtvw", "BCDFGHJK", "-.,;+*#=", "lyzukoei"} {
			for range 3 {
				drawn += string(set[rapid.IntRange(0, len(set)-1).Draw(r, "rune")])
			}
		}
		letters := []byte(drawn)
		for i, j := range rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17}).Draw(r, "order") {
			letters[i] = drawn[j]
		}
		if err := CheckPassword(string(letters), "zhangsan", "某某某"); err != nil {
			r.Fatalf("%q: %v", letters, err)
		}
	})
}

// FuzzCheckPassword: no text makes it fail, and padding a common one with
// digits does not make it good.
func FuzzCheckPassword(f *testing.F) {
	f.Add("password", "ann", "某人")
	f.Add("\x00\xff", "", "")
	f.Fuzz(func(t *testing.T, password, login, name string) {
		if err := CheckPassword(password, login, name); err != nil && errs.CodeOf(err) != "password.weak" {
			t.Fatal(err)
		}
	})
}

func TestLockedUntil(t *testing.T) {
	t.Parallel()
	now := time.Date(2020, 3, 9, 2, 0, 0, 0, time.UTC)
	for failures, want := range map[int]time.Duration{
		5: 15 * time.Minute, 6: 30 * time.Minute, 7: time.Hour, 10: 8 * time.Hour, 11: 16 * time.Hour, 12: 24 * time.Hour, 1_000_000_000: 24 * time.Hour,
	} {
		if got := lockedUntil(now, failures); !got.Equal(now.Add(want)) {
			t.Errorf("%d failures lock for %s, want %s", failures, got.Sub(now), want)
		}
	}
	for failures := range 5 {
		if got := lockedUntil(now, failures); !got.IsZero() {
			t.Errorf("%d failures lock until %s", failures, got)
		}
	}
}
