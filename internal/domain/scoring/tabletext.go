package scoring

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/kernel/errs"
)

// maxTable bounds a table file, in bytes.
const maxTable = 64 << 20

// readText reads a text in UTF-8 or GB18030, each with or without a byte order
// mark, told apart by the bytes: what is not valid UTF-8 is GB18030.
func readText(r io.Reader, name string) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err != nil {
		return "", errs.At(errs.Position{File: name}, errs.Invalidf("table.unreadable", "cannot be read: %v", err))
	}
	if len(data) > maxTable {
		return "", errs.At(errs.Position{File: name}, errs.Invalidf("table.size", "more than %d bytes", maxTable))
	}
	text, err := decode(data)
	return text, errs.At(errs.Position{File: name, Line: 1 + strings.Count(text, "\n")}, err)
}

// decode returns the text without its byte order mark; with an error, the text
// before the place of the error.
func decode(data []byte) (string, error) {
	utf16 := bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF})
	if utf16 {
		return "", errs.Invalidf("table.encoding", "the file is UTF-16; expected UTF-8 or GB18030")
	}
	text := string(data)
	if !utf8.Valid(data) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		text = string(decoded)
		if i := strings.IndexRune(text, utf8.RuneError); err != nil || i >= 0 {
			return text[:max(0, i)], errs.Invalidf("table.encoding", "bytes that are neither UTF-8 nor GB18030")
		}
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return text[:i], errs.Invalidf("table.encoding", "a zero byte; expected a CSV text")
	}
	return strings.TrimPrefix(text, "\uFEFF"), nil
}
