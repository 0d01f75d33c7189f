package admin

import (
	"context"
	_ "embed" // the example
	"fmt"
	"strings"

	"huying/internal/domain/rulebook"
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Founding 建区 is everything that a region begins with.
type Founding struct {
	Region ident.RegionCode
	Name   string
	Preset string
	Config Config // beside the preset's
	Admin  First
}

// First is the first administrator; without a login there is none yet.
type First struct {
	Login string
	Name  string
}

//go:embed guide/example.yaml
var example []byte

// Example is a file that ParseFounding reads, every field of it explained.
func Example() []byte { return append([]byte(nil), example...) }

// ParseFounding reads a guided file. Errors are Invalid, one for each problem
// with file, line and column, joined.
func ParseFounding(data []byte, file string) (Founding, error) {
	d, top := yamltext.Open(data, file)
	if top == nil {
		return Founding{}, d.Err()
	}
	f := Founding{
		Region: ident.RegionCode(yamltext.Required(top, "region", yamltext.Text)),
		Name:   yamltext.Required(top, "name", yamltext.Text),
		Preset: yamltext.Value(top, "preset", yamltext.Text),
	}
	top.Sub("administrator", func(f1 *yamltext.Fields) {
		f.Admin = First{Login: yamltext.Required(f1, "login", yamltext.Text), Name: yamltext.Required(f1, "name", yamltext.Text)}
	})
	if f.Preset == "" {
		f.Preset = Presets()[0]
	}
	config, err := readConfig(d, top, &reader{file: file, lines: strings.Split(string(data), "\n")})
	if f.Config = config; err != nil {
		return Founding{}, err
	}
	if err := CheckInstall(f.Region, f.Name, f.Preset); err != nil {
		at := map[string]string{"region.code": "region", "region.name": "name", "region.preset": "preset"}[errs.CodeOf(err)]
		d.Fail(at, err)
		return Founding{}, d.Err()
	}
	return f, nil
}

// Found founds a region, with all of it or nothing. Errors: those of
// CheckInstall and Apply; Conflict ("installation.exists") when the
// installation has a region already.
func (a *Admin) Found(ctx context.Context, f Founding) error {
	if err := CheckInstall(f.Region, f.Name, f.Preset); err != nil {
		return err
	}
	rules, err := presetRules(f.Preset)
	if err != nil {
		return errs.Wrap("admin.found", err)
	}
	err = a.store.Update(ctx, func(tx *store.Tx) error {
		there, err := tx.Regions()
		if err != nil {
			return err
		}
		if len(there) > 0 {
			return errs.New(errs.Conflict, "installation.exists",
				fmt.Sprintf("this is the installation of %s (%s) already", there[0].Name, there[0].Code),
				fmt.Sprintf("此处已安装 %s（%s）", there[0].Name, there[0].Code))
		}
		if err := tx.PutRegion(rulebook.Head{Code: f.Region, Name: f.Name, Zone: districtZone, Revision: 1}); err != nil {
			return err
		}
		l := a.ledgerOn(tx, f.Region, console())
		for _, r := range rules {
			if err := l.putRule(r, ""); err != nil {
				return err
			}
		}
		book, err := tx.Book(f.Region) // what was written can be read
		if err != nil {
			return err
		}
		if err := book.Check(); err != nil {
			return err
		}
		_, err = a.applyTo(tx, f.Region, f.Config)
		return err
	})
	return errs.Wrap("admin.found", err)
}
