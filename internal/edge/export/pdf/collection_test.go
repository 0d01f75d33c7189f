package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
)

// sample is a collection of two fonts that share a table, in the file format
// of OpenType: enough for what takes it apart.
func sample() []byte {
	put := binary.BigEndian.AppendUint32
	var b []byte
	b = append(b, "ttcf\x00\x01\x00\x00"...)
	b = put(put(put(b, 2), 20), 20+12+2*16)
	const tables = 20 + 2*(12+2*16)
	for font := range uint32(2) {
		b = append(b, "\x00\x01\x00\x00\x00\x02\x00\x10\x00\x01\x00\x00"...)
		b = append(b, "cmap\x00\x00\x00\x00"...)
		b = put(put(b, tables), 6) // shared
		b = append(b, "glyf\x00\x00\x00\x00"...)
		b = put(put(b, tables+8+4*font), 3)
	}
	return append(b, "shared\x00\x00one\x00two\x00"...)
}

func TestSingle(t *testing.T) {
	t.Parallel()
	got, err := single(sample())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"shared", "one"} {
		at := got[directory+i*entry:]
		from, long := binary.BigEndian.Uint32(at[8:]), binary.BigEndian.Uint32(at[12:])
		if table := string(got[from : from+long]); table != want {
			t.Errorf("table %d is %q; expected %q", i, table, want)
		}
	}
	if again, err := single(got); err != nil || !bytes.Equal(again, got) {
		t.Errorf("a font of its own is taken apart again: %v", err)
	}
	for cut := range len(sample()) - 8 { // what comes after belongs to the second font
		if _, err := single(sample()[:cut]); err == nil {
			t.Errorf("cut off after %d bytes it is taken", cut)
		}
	}
	if _, err := single([]byte("OTTO\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")); !errors.Is(err, errOutlines) {
		t.Errorf("CFF outlines: %v", err)
	}
}

func FuzzSingle(f *testing.F) {
	f.Add(sample())
	f.Add([]byte("\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00cmap\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := single(data)
		if err == nil && len(got) < directory {
			t.Errorf("%d bytes are no font", len(got))
		}
	})
}
