package attachment

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
)

const pngSign = "\x89PNG\r\n\x1a\n"

// pngChunks are what is needed to see a picture right, animated ones too (PNG
// third edition). All else goes: texts, times, what cameras and programs add.
var pngChunks = []string{
	"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "pHYs",
	"acTL", "fcTL", "fdAT",
}

// chunk is the head of a part of a picture.
type chunk struct {
	size uint32
	name string
}

// cleanPNG copies the chunks that are needed, each checked by its sum, and
// nothing after the last.
func cleanPNG(out *bufio.Writer, in *bufio.Reader) ([]Mark, error) {
	var sign [len(pngSign)]byte
	if _, err := io.ReadFull(in, sign[:]); err != nil {
		return nil, err
	}
	if string(sign[:]) != pngSign {
		return nil, errDamaged
	}
	out.Write(sign[:])
	var marks []Mark
	for first, picture := true, false; ; first = false {
		c, err := readChunk(in)
		if err != nil || first != (c.name == "IHDR") {
			return nil, orDamaged(err)
		}
		picture = picture || c.name == "IDAT"
		stripped, err := c.copy(out, in)
		if err != nil {
			return nil, err
		}
		if stripped {
			marks = append(marks, Stripped)
		}
		if c.name != "IEND" {
			continue
		}
		if !picture {
			return nil, errDamaged
		}
		more, err := trailing(in)
		return append(marks, more...), err
	}
}

func orDamaged(err error) error {
	if err == nil {
		return errDamaged
	}
	return err
}

func readChunk(in io.Reader) (chunk, error) {
	var head [8]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return chunk{}, err
	}
	c := chunk{binary.BigEndian.Uint32(head[:]), string(head[4:])}
	if c.size > 1<<31-1 {
		return chunk{}, errDamaged
	}
	return c, nil
}

// copy copies the chunk, or leaves it out, and tells whether it did.
func (c chunk) copy(out *bufio.Writer, in *bufio.Reader) (stripped bool, err error) {
	switch {
	case c.name == "eXIf" && c.size <= 64<<10:
		return c.turn(out, in)
	case !slices.Contains(pngChunks, c.name):
		_, err := io.CopyN(io.Discard, in, int64(c.size)+4)
		return true, err
	}
	sum := crc32.NewIEEE()
	io.WriteString(sum, c.name) //nolint:errcheck // a hash takes everything
	out.Write(binary.BigEndian.AppendUint32(nil, c.size))
	out.WriteString(c.name)
	if _, err := io.CopyN(io.MultiWriter(out, sum), in, int64(c.size)); err != nil {
		return false, err
	}
	var told [4]byte
	if _, err := io.ReadFull(in, told[:]); err != nil {
		return false, err
	}
	if binary.BigEndian.Uint32(told[:]) != sum.Sum32() {
		return false, errDamaged
	}
	out.Write(told[:])
	return false, nil
}

// turn keeps of what a camera tells only which way is up.
func (c chunk) turn(out *bufio.Writer, in *bufio.Reader) (stripped bool, err error) {
	body := make([]byte, c.size+4)
	if _, err := io.ReadFull(in, body); err != nil {
		return false, err
	}
	body = body[:c.size]
	way := orientation(body)
	if way == upright {
		return true, nil
	}
	kept := onlyOrientation(way)
	part := append([]byte(c.name), kept...)
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(kept)))) //nolint:gosec // a few bytes
	out.Write(part)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(part)))
	return !bytes.Equal(kept, body), nil
}
