package bulletin

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/gowebpki/jcs"

	"huying/internal/kernel/errs"
)

// Decode reads a document in the JSON of the contract, strictly: an unknown,
// missing, repeated or misspelt key is an Invalid error that says where. file
// names the input in errors; it may be empty. The hash is not checked: Verify
// does that.
func Decode(file string, b []byte) (Document, error) {
	var d Document
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		return Document{}, place(file, b, dec.InputOffset(), err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Document{}, errs.At(position(file, b, dec.InputOffset()),
			errs.Newf(errs.Invalid, "bulletin.trailing", "something follows the document; expected one JSON object", "文件末尾有多余内容，应只有一个JSON对象"))
	}
	if err := sameForm(b, d); err != nil {
		return Document{}, errs.At(errs.Position{File: file}, err)
	}
	return d, nil
}

// sameForm compares the input with what its document encodes to. The decoder
// of encoding/json overlooks a missing or repeated key and one in other case;
// this does not.
func sameForm(b []byte, d Document) error {
	given, err := jcs.Transform(b)
	if err != nil {
		return errs.Newf(errs.Invalid, "bulletin.form", "the document is not canonical JSON (RFC 8785): %v", "文件不是规范JSON（RFC 8785）：%v", err)
	}
	plain, err := Encode(d)
	if err != nil {
		return errs.Wrap("bulletin.Decode", err)
	}
	expected, err := jcs.Transform(plain)
	if err != nil {
		return errs.Wrap("bulletin.Decode", err)
	}
	if bytes.Equal(given, expected) {
		return nil
	}
	return errs.Invalidf("bulletin.form", "%s", firstDifference(b, plain))
}

// place turns a decoding error into one with its place in the input.
func place(file string, b []byte, offset int64, err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = syntax.Offset
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return errs.At(position(file, b, kind.Offset), errs.Newf(errs.Invalid, "bulletin.type",
			"%s is a %s; expected %s",
			"%s 的类型是 %s，应为 %s", kind.Field, kind.Value, kind.Type))
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		offset = int64(len(b))
		err = errors.New("the input ends before the document does")
	}
	return errs.At(position(file, b, offset), errs.Invalidf("bulletin.json", "%v", err))
}

// position turns an offset into the line and column of the byte before it,
// which is where the decoder stopped.
func position(file string, b []byte, offset int64) errs.Position {
	before := b[:min(max(offset-1, 0), int64(len(b)))]
	return errs.Position{
		File:   file,
		Line:   1 + bytes.Count(before, []byte("\n")),
		Column: len(before) - bytes.LastIndexByte(before, '\n'),
	}
}
