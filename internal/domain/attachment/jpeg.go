package attachment

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// The markers of JPEG (ITU-T T.81, table B.1) that matter here.
const (
	startImage  = 0xd8
	endImage    = 0xd9
	startScan   = 0xda
	restart0    = 0xd0
	restart7    = 0xd7
	firstFrame  = 0xc0
	lastTable   = 0xdf
	application = 0xe0
	adobe       = 0xee
)

// cleanJPEG leaves out comments and all segments of applications but what is
// needed to see the picture right: JFIF without its small picture, the colour
// profile, Adobe's word on colours, and which way is up. Whatever follows the
// picture goes, too: telephones put films and further pictures there.
func cleanJPEG(out *bufio.Writer, in *bufio.Reader) ([]Mark, error) {
	j := &jpeg{out: out, in: in}
	var sign [2]byte
	if _, err := io.ReadFull(in, sign[:]); err != nil {
		return nil, err
	}
	if sign != [2]byte{0xff, startImage} {
		return nil, errDamaged
	}
	out.Write(sign[:])
	for {
		marker, err := j.marker()
		if err != nil {
			return nil, err
		}
		if marker == endImage {
			break
		}
		if err := j.segment(marker); err != nil {
			return nil, err
		}
	}
	if !j.frame || !j.scan {
		return nil, errDamaged
	}
	out.Write([]byte{0xff, endImage})
	more, err := trailing(in)
	return append(j.marks, more...), err
}

type jpeg struct {
	out         *bufio.Writer
	in          *bufio.Reader
	marks       []Mark
	frame, scan bool // seen
	turned      bool // the way up has been told
	half        bool // of a marker has been read
}

// marker reads the next marker; bytes 0xff may stand before it.
func (j *jpeg) marker() (byte, error) {
	if !j.half {
		if b, err := j.in.ReadByte(); err != nil || b != 0xff {
			return 0, orDamaged(err)
		}
	}
	j.half = false
	for {
		if b, err := j.in.ReadByte(); err != nil || b != 0xff {
			return b, err
		}
	}
}

func (j *jpeg) segment(marker byte) error {
	if marker < firstFrame || marker >= restart0 && marker <= startImage {
		return errDamaged
	}
	var size [2]byte
	if _, err := io.ReadFull(j.in, size[:]); err != nil {
		return err
	}
	n := int(binary.BigEndian.Uint16(size[:])) - len(size)
	if n < 0 {
		return errDamaged
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(j.in, body); err != nil {
		return err
	}
	kept := j.keep(marker, body)
	if kept == nil {
		j.marks = append(j.marks, Stripped)
		return nil
	}
	if len(kept) != n {
		j.marks = append(j.marks, Stripped)
	}
	j.write(marker, kept)
	switch {
	case marker == startScan:
		j.scan = true
		return j.entropy()
	case marker < restart0 && marker != 0xc4 && marker != 0xc8 && marker != 0xcc: // tables are no frames
		j.frame = true
	}
	return nil
}

func (j *jpeg) write(marker byte, body []byte) {
	j.out.Write([]byte{0xff, marker})
	j.out.Write(binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))) //nolint:gosec // no longer than it was read
	j.out.Write(body)
}

// keep is what is kept of a segment; nil: nothing.
func (j *jpeg) keep(marker byte, body []byte) []byte {
	const jfif = 14 // bytes, without the small picture
	switch {
	case marker >= firstFrame && marker <= lastTable:
		return body
	case marker == application && bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) >= jfif:
		if len(body) == jfif && body[12] == 0 && body[13] == 0 {
			return body
		}
		return append(bytes.Clone(body[:jfif-2]), 0, 0)
	case marker == application+1 && bytes.HasPrefix(body, []byte(exifSign)):
		return j.turn(body)
	case marker == application+2 && bytes.HasPrefix(body, []byte("ICC_PROFILE\x00")):
		return body
	case marker == adobe && bytes.HasPrefix(body, []byte("Adobe")) && len(body) == 12:
		return body
	}
	return nil
}

const exifSign = "Exif\x00\x00"

// turn keeps of what a camera tells only which way is up.
func (j *jpeg) turn(body []byte) []byte {
	way := orientation(body[len(exifSign):])
	if way == upright || j.turned {
		return nil
	}
	j.turned = true
	kept := append([]byte(exifSign), onlyOrientation(way)...)
	if bytes.Equal(kept, body) {
		return body
	}
	j.marks = append(j.marks, Stripped)
	return kept
}

// entropy copies the picture itself, up to the next marker, of which it takes
// the first half.
func (j *jpeg) entropy() error {
	for {
		b, err := j.in.ReadByte()
		if err != nil {
			return err
		}
		if b != 0xff {
			j.out.WriteByte(b)
			continue
		}
		next, err := j.in.Peek(1)
		if err != nil {
			return err
		}
		switch {
		case next[0] == 0 || next[0] >= restart0 && next[0] <= restart7:
			j.out.Write([]byte{b, next[0]})
			if _, err := j.in.Discard(1); err != nil {
				return err
			}
		case next[0] == 0xff: // filling
		default:
			j.half = true
			return nil
		}
	}
}
