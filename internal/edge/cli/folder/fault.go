package folder

import (
	"errors"
	"io/fs"
	"os"

	"huying/internal/kernel/errs"
)

// Unreadable says in both languages why an input file cannot be read.
func Unreadable(name string, err error) error {
	if err == nil {
		return nil
	}
	code, en, zh := "file.unreadable", "cannot be read: "+Cause(err), "无法读取："+Cause(err)
	if errors.Is(err, fs.ErrNotExist) {
		code, en, zh = "file.missing", "there is no such file", "没有这个文件"
	}
	return errs.At(errs.Position{File: name}, &errs.Error{Kind: errs.Invalid, Code: code, En: en, Zh: zh})
}

// Cause is the system's reason without the operation and the path, which the
// message names already.
func Cause(err error) string {
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

// Unwritable says in both languages why a result cannot be written.
func Unwritable(name string, err error) error {
	if err == nil {
		return nil
	}
	return errs.At(errs.Position{File: name}, errs.New(errs.Internal, "file.unwritable",
		"cannot be written: "+Cause(err), "无法写入："+Cause(err)))
}
