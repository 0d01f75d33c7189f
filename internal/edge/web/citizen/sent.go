package citizen

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"huying/internal/app/attachment"
	files "huying/internal/domain/attachment"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// Bounds of what a form here may send.
const (
	mostPhotos = 3
	mostSent   = mostPhotos*20*files.MiB + files.MiB
	mostFields = 64 << 10 // bytes of all that is not a file
	sendTime   = 5 * time.Minute
)

// form is what a form has sent, up to its files, which come last and are read
// as they come.
type form struct {
	url.Values
	parts *multipart.Reader
	next  *multipart.Part // the first file; nil: none
	once  string
	n     int
}

// read reads a form up to its files.
func read(v *page.Visit) (*form, error) {
	if !strings.HasPrefix(v.Header.Get("Content-Type"), "multipart/form-data") {
		sent, err := v.Sent()
		return &form{Values: sent, once: sent.Get("once")}, err
	}
	invalid := v.Invalid("form.invalid", "error.form")
	v.Body = http.MaxBytesReader(nil, v.Body, mostSent)
	parts, err := v.MultipartReader()
	if err != nil {
		return nil, invalid
	}
	f := &form{Values: url.Values{}, parts: parts}
	left := int64(mostFields)
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			f.once = f.Get("once")
			return f, nil
		case err != nil:
			return nil, invalid
		case part.FormName() == "file":
			f.next, f.once = part, f.Get("once")
			return f, nil
		}
		value, err := io.ReadAll(io.LimitReader(part, left+1))
		if left -= int64(len(value)); err != nil || left < 0 {
			return nil, invalid
		}
		f.Add(part.FormName(), string(value))
	}
}

// file is the next file that was chosen; nil: there is no more.
func (f *form) file() (*attachment.Sent, error) {
	for f.parts != nil {
		part := f.next
		f.next = nil
		if part == nil {
			var err error
			if part, err = f.parts.NextPart(); err != nil {
				f.parts = nil
				if errors.Is(err, io.EOF) {
					return nil, nil
				}
				return nil, errBroken
			}
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		if f.n++; f.n > mostPhotos {
			return nil, errPhotos
		}
		return &attachment.Sent{Name: part.FileName(), Media: part.Header.Get("Content-Type"), Body: part}, nil
	}
	return nil, nil
}

var (
	errBroken = errs.New(errs.Invalid, "form.broken", "the files did not come in whole; please send them again", "文件没有传完，请重新上传")
	errPhotos = errs.Newf(errs.Invalid, "form.photos", "no more than %d files at once", "一次最多上传 %d 个文件", mostPhotos)
)

// drain reads what is left, so that the browser gets to see the answer.
func (f *form) drain(v *page.Visit) {
	if f != nil && f.parts != nil {
		_, _ = io.Copy(io.Discard, v.Body)
	}
}
