package attachment

import (
	"bufio"
	"errors"
	"io"
	"slices"

	"huying/internal/kernel/errs"
)

// Mark 附件标注 is what there is to know of a file that is kept.
type Mark string

// The marks.
const (
	Stripped Mark = "stripped" // 已清除: something that told of place, time or maker was taken out
	Metadata Mark = "metadata" // 含属性: it may tell of its maker; recordings and documents are kept as they came
	Active   Mark = "active"   // 含动作: a document that would do something when it is opened
)

// Marks lists the marks.
func Marks() []Mark { return []Mark{Stripped, Metadata, Active} }

// Chinese returns the printed name.
func (m Mark) Chinese() string {
	switch m {
	case Stripped:
		return "已清除拍摄信息"
	case Metadata:
		return "可能含作者信息"
	case Active:
		return "含自动执行内容"
	}
	return string(m)
}

var (
	errDamaged = errs.New(errs.Invalid, "attachment.damaged", "the file is damaged, or not whole", "文件已损坏或不完整")
	errLarge   = errs.New(errs.Invalid, "attachment.large", "the file is too large for its kind", "文件过大")
)

// Clean copies a file of that kind without what tells of place, time and
// maker, and says what there is to know of it. A photo shows the same as
// before, the same way up. Errors: Invalid "attachment.damaged";
// "attachment.large"; "attachment.kind" for a film; those of reading and
// writing as they are.
func Clean(to io.Writer, from io.Reader, k Kind) ([]Mark, error) {
	if !k.Valid() {
		return nil, errKind
	}
	in := bufio.NewReader(&bounded{from: from, left: k.Limit()})
	out := bufio.NewWriter(to)
	marks, err := clean(out, in, k)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errDamaged
	}
	if err == nil && k.Photo() {
		_, err = io.Copy(io.Discard, in) // what follows the picture is left out, but counts
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return nil, err
	}
	slices.Sort(marks)
	return slices.Compact(marks), nil
}

func clean(out *bufio.Writer, in *bufio.Reader, k Kind) ([]Mark, error) {
	switch k {
	case JPEG:
		return cleanJPEG(out, in)
	case PNG:
		return cleanPNG(out, in)
	case WebP:
		return cleanWebP(out, in)
	}
	return watch(out, in, k)
}

// bounded reads no more than a limit: beyond it lies an error, not the end.
type bounded struct {
	from io.Reader
	left int64
}

// Read reads on, as far as the limit lets it.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, errLarge
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.from.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, errLarge
	}
	return n, err
}

// trailing reports whether anything follows.
func trailing(in *bufio.Reader) ([]Mark, error) {
	_, err := in.ReadByte()
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return []Mark{Stripped}, nil
}
