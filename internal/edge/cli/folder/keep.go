// Package folder is the installation's own folder beside the records: the keys,
// the register of erasures, and how files are put there.
package folder

import (
	"errors"
	"os"
	"path/filepath"
)

// What stands in the folder.
const (
	KeyFile    = "key"          // refers to texts
	RingFile   = "keys.json"    // seals persons; without it, and its copy, nobody can read them any more
	RotateFile = "rotate.asked" // asks the running server to make a new key; gone when it has
	ErasedFile = "erased.jsonl" // what was erased, so that a backup of before can be held to it
)

// Private is the mode of folders for their owner alone.
const Private = 0o700

// Keep writes a file for its owner alone, and names it when it is whole.
func Keep(path string, text []byte) error {
	out, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part") // for its owner alone
	if err != nil {
		return Unwritable(path, err)
	}
	_, err = out.Write(text)
	if err == nil {
		err = out.Sync()
	}
	err = errors.Join(err, out.Close())
	if err == nil {
		err = os.Rename(out.Name(), path)
	}
	if err != nil {
		_ = os.Remove(out.Name()) // what matters is why it could not be written
		return Unwritable(path, err)
	}
	return nil
}

// Sync makes a new name in a folder durable.
func Sync(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return Unwritable(path, err)
	}
	if err = d.Sync(); errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return Unwritable(path, errors.Join(err, d.Close()))
}
