package attachment

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"slices"
)

// The parts of WebP that show something, of the file and of a frame of an
// animation (RFC 9649).
var (
	webpChunks  = []string{"VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"}
	frameChunks = []string{"VP8 ", "VP8L", "ALPH"}
)

// Flags of VP8X.
const (
	hasXMP  = 1 << 2
	hasEXIF = 1 << 3
)

// cleanWebP copies the parts that show something; the file must be held whole,
// for its size stands before it.
func cleanWebP(out *bufio.Writer, in *bufio.Reader) ([]Mark, error) {
	const head = 12 // "RIFF", size, "WEBP"
	all, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	if len(all) < head || string(all[:4]) != "RIFF" || string(all[8:head]) != "WEBP" {
		return nil, errDamaged
	}
	size := int64(binary.LittleEndian.Uint32(all[4:])) + 8
	if size > int64(len(all)) || size < head {
		return nil, errDamaged
	}
	kept, picture, err := webpParts(all[head:size], webpChunks)
	if err != nil || !picture {
		return nil, orDamaged(err)
	}
	out.WriteString("RIFF")
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(kept)+4))) //nolint:gosec // no longer than the file
	out.WriteString("WEBP")
	out.Write(kept)
	if bytes.Equal(all[head:], kept) {
		return nil, nil
	}
	return []Mark{Stripped}, nil
}

// webpParts returns those of the parts that are known, and whether one of them
// is a picture.
func webpParts(from []byte, known []string) (kept []byte, picture bool, err error) {
	const head = 8
	flags, turned := -1, []byte(nil)
	for len(from) > 0 {
		if len(from) < head {
			return nil, false, errDamaged
		}
		name, size := string(from[:4]), int64(binary.LittleEndian.Uint32(from[4:]))
		if size+size%2 > int64(len(from)-head) {
			return nil, false, errDamaged
		}
		body := from[head : head+size]
		from = from[head+size+size%2:]
		if name == "EXIF" && flags >= 0 {
			turned = turnedWebP(body)
		}
		if !slices.Contains(known, name) {
			continue
		}
		if name == "VP8X" {
			if size != 10 || flags >= 0 || len(kept) > 0 {
				return nil, false, errDamaged
			}
			flags = head
		}
		if name == "ANMF" {
			if body, err = webpFrame(body); err != nil {
				return nil, false, err
			}
		}
		picture = picture || name == "VP8 " || name == "VP8L" || name == "ANMF"
		kept = appendPart(kept, name, body)
	}
	if flags >= 0 {
		kept[flags] &^= hasXMP | hasEXIF
		if turned != nil {
			kept[flags] |= hasEXIF
			kept = appendPart(kept, "EXIF", turned)
		}
	}
	return kept, picture, nil
}

// webpFrame is one frame of an animation.
func webpFrame(body []byte) ([]byte, error) {
	const place = 16 // where and how long it is shown
	if len(body) < place {
		return nil, errDamaged
	}
	kept, picture, err := webpParts(body[place:], frameChunks)
	if err != nil || !picture {
		return nil, orDamaged(err)
	}
	return append(bytes.Clone(body[:place]), kept...), nil
}

// turnedWebP keeps of what a camera tells only which way is up; nil: it is.
func turnedWebP(body []byte) []byte {
	way := orientation(bytes.TrimPrefix(body, []byte(exifSign)))
	if way == upright {
		return nil
	}
	return onlyOrientation(way)
}

func appendPart(to []byte, name string, body []byte) []byte {
	to = append(to, name...)
	to = binary.LittleEndian.AppendUint32(to, uint32(len(body))) //nolint:gosec // no longer than the file
	to = append(to, body...)
	if len(body)%2 == 1 {
		to = append(to, 0)
	}
	return to
}
