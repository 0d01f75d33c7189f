// Package csvtext reads tables as people send them: CSV in UTF-8 or GB18030,
// each record with the line that it starts in.
package csvtext

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/kernel/errs"
)

// Record is one record of a table.
type Record struct {
	Line   int // where it starts, from 1
	Fields []string
}

// Read reads every record of a CSV text; how many fields each has is for the
// caller to judge. Error: Invalid ("table.encoding", "table.syntax"), at
// file:line. A text that breaks off the rules of CSV is not read further.
func Read(data []byte, name string) ([]Record, error) {
	text, err := Decode(data)
	if err != nil {
		return nil, errs.At(errs.Position{File: name, Line: 1 + strings.Count(text, "\n")}, err)
	}
	var records []Record
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord = -1
	for {
		fields, err := c.Read()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			return records, errs.At(errs.Position{File: name, Line: syntax.StartLine}, broken(syntax.Err))
		}
		if err != nil {
			return records, err
		}
		line, _ := c.FieldPos(0)
		records = append(records, Record{Line: line, Fields: fields})
	}
}

// broken says what was expected where a text breaks off the rules of CSV.
func broken(cause error) error {
	en, zh := "a quoted cell that does not end; expected a quote before a comma or the line's end, and quotes inside written twice",
		"加引号的格没有正确结束；应以引号结束后接逗号或行末，格内的引号应写两遍"
	if errors.Is(cause, csv.ErrBareQuote) {
		en, zh = "a quote within a cell; expected the whole cell in quotes, and quotes inside written twice",
			"格内有引号；整格应加引号，格内的引号应写两遍"
	}
	return errs.New(errs.Invalid, "table.syntax", "not CSV: "+en, "不是合规的 CSV："+zh)
}

// mark is the byte order mark that spreadsheets want before UTF-8.
const mark = "\uFEFF"

// Encode writes records as CSV in the encoding of another text, with a byte
// order mark if that has one.
func Encode(records [][]string, like []byte) ([]byte, error) {
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(like, []byte(mark)):
		return append([]byte(mark), b.Bytes()...), nil
	case utf8.Valid(like):
		return b.Bytes(), nil
	}
	return simplifiedchinese.GB18030.NewEncoder().Bytes(b.Bytes())
}

// Decode returns a text without its byte order mark. What is not valid UTF-8
// is GB18030. With an error (Invalid, "table.encoding") it returns the text
// before the place of the error.
func Decode(data []byte) (string, error) {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return "", errs.New(errs.Invalid, "table.encoding",
			"the file is UTF-16; expected UTF-8 or GB18030", "文件是 UTF-16 编码，应为 UTF-8 或 GB18030")
	}
	text := string(data)
	if !utf8.Valid(data) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		text = string(decoded)
		if i := strings.IndexRune(text, utf8.RuneError); err != nil || i >= 0 {
			return text[:max(0, i)], errs.New(errs.Invalid, "table.encoding",
				"bytes that are neither UTF-8 nor GB18030", "既不是 UTF-8 也不是 GB18030 编码")
		}
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return text[:i], errs.New(errs.Invalid, "table.encoding",
			"a zero byte; expected a CSV text", "含有零字节，不是 CSV 文本")
	}
	return strings.TrimPrefix(text, mark), nil
}
