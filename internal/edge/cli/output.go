package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"huying/internal/edge/cli/folder"
)

// Output is a result on its way to a file or to standard output. Commit or
// Abandon ends it; Abandon after Commit does nothing, so that it can be
// deferred.
type Output struct {
	io.Writer
	name  string   // as the user gave it
	final string   // the file's path once whole; "" where it is written directly
	file  *os.File // nil for standard output, and once ended
}

// WriteFile writes a result to a named file, or to standard output for "" and
// "-". A file appears whole or not at all, and replaces one of the same name.
func (e *Env) WriteFile(name string, data []byte) error {
	out, err := e.Create(name)
	if err != nil {
		return err
	}
	defer out.Abandon()
	if _, err := out.Write(data); err != nil {
		return folder.Unwritable(name, err)
	}
	return out.Commit()
}

// Create starts a result that is written bit by bit. Its file gets its name
// at Commit; a device or a pipe is written directly.
func (e *Env) Create(name string) (*Output, error) {
	if name == "" || name == standard {
		return &Output{Writer: e.Stdout, name: standard}, nil
	}
	path := e.Path(name)
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // replace what a link points to, not the link
	}
	out := &Output{name: name, final: path}
	part, flags := fmt.Sprintf("%s.%d.part", path, os.Getpid()), os.O_CREATE|os.O_TRUNC
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		out.final, part, flags = "", path, 0
	}
	f, err := os.OpenFile(part, os.O_WRONLY|flags, 0o666) // less the user's umask
	if err != nil {
		return nil, folder.Unwritable(name, err)
	}
	out.Writer, out.file = f, f
	return out, nil
}

// Commit makes the result durable and gives it its name.
func (o *Output) Commit() error {
	f := o.file
	if f == nil {
		return nil
	}
	if o.final == "" {
		o.file = nil
		return folder.Unwritable(o.name, f.Close())
	}
	err := f.Sync()
	if err == nil {
		err = os.Rename(f.Name(), o.final)
	}
	if err != nil {
		o.Abandon()
		return folder.Unwritable(o.name, err)
	}
	o.file = nil
	return folder.Unwritable(o.name, f.Close())
}

// Abandon gives the result up and leaves no trace of a file.
func (o *Output) Abandon() {
	f := o.file
	if f == nil {
		return
	}
	o.file = nil
	// Nothing was promised of this file, so failing to remove it loses nothing.
	_ = f.Close()
	if o.final != "" {
		_ = os.Remove(f.Name())
	}
}

// watched passes writes on and remembers the first that failed, so that a
// command that printed into a full disk does not report success.
type watched struct {
	io.Writer
	failed error
}

func (w *watched) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	if err != nil && w.failed == nil {
		w.failed = errors.New(folder.Cause(err))
	}
	return n, err
}
