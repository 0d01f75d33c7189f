package pdf

import (
	"encoding/binary"
	"errors"
)

// Of the file formats of OpenType 1.9: the tags of a collection and of fonts
// with TrueType outlines, and the sizes of what stands before their tables.
const (
	collection  = "ttcf"
	directory   = 12 // the header of a font
	entry       = 16 // of a table: tag, checksum, offset, length
	mostOfTable = 64 // a font has some twenty
)

var (
	errShort    = errors.New("the file ends too early")
	errOutlines = errors.New("no TrueType outlines")
)

// single returns the font of a file, of a collection the first, as a file of
// its own: fonts of a collection share tables, which are copied.
func single(data []byte) ([]byte, error) {
	start := 0
	if len(data) >= 16 && string(data[:4]) == collection {
		start = int(binary.BigEndian.Uint32(data[12:]))
	}
	if start < 0 || len(data)-start < directory {
		return nil, errShort
	}
	if tag := string(data[start : start+4]); tag != "\x00\x01\x00\x00" && tag != "true" {
		return nil, errOutlines
	}
	n := int(binary.BigEndian.Uint16(data[start+4:]))
	if n == 0 || n > mostOfTable || len(data)-start < directory+n*entry {
		return nil, errShort
	}
	if start == 0 {
		return data, nil
	}
	out := append([]byte(nil), data[start:start+directory+n*entry]...)
	for i := range n {
		at := out[directory+i*entry:]
		from, long := int(binary.BigEndian.Uint32(at[8:])), int(binary.BigEndian.Uint32(at[12:]))
		if from > len(data) || long > len(data)-from {
			return nil, errShort
		}
		binary.BigEndian.PutUint32(at[8:], uint32(len(out))) //nolint:gosec // no longer than the file it comes from
		out = append(out, data[from:from+long]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out, nil
}
