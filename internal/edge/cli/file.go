package cli

import (
	"errors"
	"io"
	"os"

	"huying/internal/edge/cli/folder"
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
	return data, errors.Join(folder.Unreadable(name, err), r.Close())
}

// Open opens a named input file, or standard input for "-", as ReadFile does.
// The caller closes it.
func (e *Env) Open(name string) (io.ReadCloser, error) {
	if name == standard {
		return io.NopCloser(e.Stdin), nil
	}
	f, err := os.Open(e.Path(name))
	if err != nil {
		return nil, folder.Unreadable(name, err)
	}
	return f, nil
}
