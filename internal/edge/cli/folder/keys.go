package folder

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/errs"
)

// Keys are the keys of an installation on their way to another folder.
type Keys struct {
	to    string
	texts map[string][]byte // by file name, of those that are not there yet
}

// ReadKeys reads the keys of a folder and holds them against those of another,
// where nothing is changed yet. A ring must be one. Errors: Conflict
// ("backup.other_key") for a key that is there and another. Unless they are
// wanted there are none.
func ReadKeys(from, to string, wanted bool) (Keys, error) {
	c := Keys{to, map[string][]byte{}}
	if !wanted {
		return c, nil
	}
	for _, name := range []string{KeyFile, RingFile} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, fs.ErrNotExist) && name == RingFile {
			continue // an installation of before there were persons
		}
		if err == nil && name == RingFile {
			_, err = sealing.Decode(text)
		}
		if err != nil {
			return c, Unreadable(filepath.Join(from, name), err)
		}
		there, err := os.ReadFile(filepath.Join(to, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			c.texts[name] = text
		case err != nil:
			return c, Unreadable(filepath.Join(to, name), err)
		case !bytes.Equal(there, text):
			path := filepath.Join(to, name)
			return c, errs.New(errs.Conflict, "backup.other_key", path+" is there already and is another key; it is not written over", path+" 已存在且为另一密钥，不予覆盖")
		}
	}
	return c, nil
}

// Write puts the keys in place, each whole or not at all.
func (c Keys) Write() error {
	if err := os.MkdirAll(c.to, Private); err != nil {
		return Unwritable(c.to, err)
	}
	for name, text := range c.texts {
		if err := Keep(filepath.Join(c.to, name), text); err != nil {
			return err
		}
	}
	return Sync(c.to)
}

// TakeBack removes what Write has put there.
func (c Keys) TakeBack() {
	for name := range c.texts {
		_ = os.Remove(filepath.Join(c.to, name)) // what matters is why it is taken back
	}
}
