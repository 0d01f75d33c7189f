package folder

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"huying/internal/app/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// erasedLine is a line of the register.
type erasedLine struct {
	ID      string           `json:"id"`
	Region  ident.RegionCode `json:"region"`
	Case    ident.CaseID     `json:"case"`
	At      time.Time        `json:"at"`
	Account ident.UserID     `json:"account"`
	Ground  string           `json:"ground"`
	Rule    string           `json:"rule,omitempty"`
	Persons int              `json:"persons,omitempty"`
	Texts   int              `json:"texts,omitempty"`
	Files   int              `json:"files,omitempty"`
}

// ReadErased reads a register. A last line that was cut short is none: what it
// was of is on record, and comes again when the installation is opened.
func ReadErased(name string) (all []vault.Erased, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines := bufio.NewScanner(f)
	var broken error
	for n := 1; lines.Scan(); n++ {
		if broken != nil {
			return nil, broken
		}
		var l erasedLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil || l.ID == "" {
			broken = errs.Newf(errs.Invalid, "erased.line", "%s:%d: not a line of the register of erasures", "%s:%d：不是删除登记", name, n)
			continue
		}
		all = append(all, vault.Erased(l))
	}
	return all, lines.Err()
}

// AddErased adds erasures to the register, durably.
func AddErased(name string, list []vault.Erased) (err error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return Unwritable(name, err)
	}
	defer func() { err = Unwritable(name, errors.Join(err, f.Close())) }()
	if err := endWhole(f); err != nil {
		return err
	}
	var text []byte
	for _, e := range list {
		line, err := json.Marshal(erasedLine(e))
		if err != nil {
			return err
		}
		text = append(append(text, line...), '\n')
	}
	if _, err := f.Write(text); err != nil {
		return err
	}
	return f.Sync()
}

// endWhole goes to the end of the last whole line, and takes away what was cut
// short after it.
func endWhole(f *os.File) error {
	text, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	whole := int64(bytes.LastIndexByte(text, '\n') + 1)
	if err := f.Truncate(whole); err != nil {
		return err
	}
	_, err = f.Seek(whole, io.SeekStart)
	return err
}
