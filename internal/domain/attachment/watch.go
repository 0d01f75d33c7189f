package attachment

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// signs are bytes by which a file that is kept as it came shows what it holds.
var signs = map[Kind][]struct {
	text string
	mark Mark
}{
	MP3: {{"ID3", Metadata}, {"APETAGEX", Metadata}},
	M4A: {{"udta", Metadata}, {"\xa9xyz", Metadata}, {"loci", Metadata}, {film, ""}, {quickFilm, ""}},
	WAV: {{"LIST", Metadata}, {"bext", Metadata}, {"iXML", Metadata}, {"id3 ", Metadata}},
	PDF: {
		{"/Author", Metadata}, {"/Creator", Metadata}, {"/Metadata", Metadata}, {"/Info", Metadata},
		{"/JavaScript", Active}, {"/JS", Active}, {"/Launch", Active}, {"/OpenAction", Active}, {"/EmbeddedFile", Active}, {"/RichMedia", Active},
	},
}

// What a track of pictures begins with, in films of either family.
const (
	film      = "hdlr\x00\x00\x00\x00\x00\x00\x00\x00vide"
	quickFilm = "hdlr\x00\x00\x00\x00mhlrvide"
)

// watch copies a file as it is, and looks for signs in it. A PDF may hide what
// it holds by compressing it: what is not found may still be there.
func watch(out *bufio.Writer, in *bufio.Reader, k Kind) ([]Mark, error) {
	const overlap = 32 // longer than any sign
	var marks []Mark
	window := make([]byte, 0, 64<<10)
	for {
		n, err := in.Read(window[len(window):cap(window)])
		fresh := window[len(window) : len(window)+n]
		out.Write(fresh)
		window = window[:len(window)+n]
		for _, s := range signs[k] {
			if !bytes.Contains(window, []byte(s.text)) {
				continue
			}
			if s.mark == "" {
				return nil, errKind
			}
			marks = append(marks, s.mark)
		}
		switch {
		case errors.Is(err, io.EOF):
			return marks, nil
		case err != nil:
			return nil, err
		}
		tail := window[max(0, len(window)-overlap):]
		window = window[:copy(window[:cap(window)], tail)]
	}
}
