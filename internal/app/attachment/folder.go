package attachment

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Folder keeps bytes as files of a folder: ab/cdef… by their digest.
type Folder struct{ dir string }

var _ Blobs = Folder{}

// privateDir is for the owner alone.
const privateDir = 0o700

// NewFolder returns the blobs in a folder, which is made when the first comes.
func NewFolder(dir string) Folder { return Folder{dir} }

func (f Folder) path(digest string) string {
	const fan = 2
	return filepath.Join(f.dir, digest[:fan], digest[fan:])
}

// Put writes the bytes beside, waits for the disk, and gives them their name.
func (f Folder) Put(_ context.Context, digest string, from io.Reader, size int64) error {
	path := f.path(digest)
	dir := filepath.Dir(path)
	if err := f.makeDir(dir); err != nil {
		return err
	}
	out, err := os.CreateTemp(dir, "*.part") // for its owner alone
	if err != nil {
		return err
	}
	n, err := io.Copy(out, from)
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	if err == nil {
		err = out.Sync()
	}
	err = errors.Join(err, out.Close())
	if err == nil {
		err = os.Rename(out.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(out.Name()))
	}
	return syncDir(dir)
}

// makeDir makes a folder within the folder, durably.
func (f Folder) makeDir(dir string) error {
	err := os.Mkdir(dir, privateDir)
	if errors.Is(err, fs.ErrNotExist) { // the first of all
		err = os.MkdirAll(dir, privateDir)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(f.dir)
}

// syncDir makes a new name in a folder durable, where the system can.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	if err = d.Sync(); errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, d.Close())
}

// Get opens the file.
func (f Folder) Get(_ context.Context, digest string) (io.ReadSeekCloser, error) {
	file, err := os.Open(f.path(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

// Delete removes the file.
func (f Folder) Delete(_ context.Context, digest string) error {
	if err := os.Remove(f.path(digest)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
