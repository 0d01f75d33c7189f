package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"huying/internal/kernel/errs"
)

// standard is the name that stands for standard input or output.
const standard = "-"

// ReadFile returns the content of a named input file, or of standard input for
// "-". What cannot be read is an Invalid error at the file: exit code 3.
func (e *Env) ReadFile(name string) ([]byte, error) {
	r, err := e.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(unreadable(name, err), r.Close())
}

// Open opens a named input file, or standard input for "-", as ReadFile does.
// The caller closes it.
func (e *Env) Open(name string) (io.ReadCloser, error) {
	if name == standard {
		return io.NopCloser(e.Stdin), nil
	}
	f, err := os.Open(e.Path(name))
	if err != nil {
		return nil, unreadable(name, err)
	}
	return f, nil
}

// unreadable says in both languages why an input file cannot be read.
func unreadable(name string, err error) error {
	if err == nil {
		return nil
	}
	code, en, zh := "file.unreadable", "cannot be read: "+cause(err), "无法读取："+cause(err)
	if errors.Is(err, fs.ErrNotExist) {
		code, en, zh = "file.missing", "there is no such file", "没有这个文件"
	}
	return errs.At(errs.Position{File: name}, &errs.Error{Kind: errs.Invalid, Code: code, En: en, Zh: zh})
}

// cause is the system's reason without the operation and the path, which the
// message names already.
func cause(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	if link, ok := errors.AsType[*os.LinkError](err); ok {
		return link.Err.Error()
	}
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		return call.Err.Error()
	}
	return err.Error()
}
