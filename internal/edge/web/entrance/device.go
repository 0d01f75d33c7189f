package entrance

import (
	"html/template"

	"huying/internal/app/people"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// deviceView 动态口令 is the page of a second factor: a device that shows codes.
type deviceView struct {
	State    string      // what the account has
	Enrolled *secretView // just drawn, and shown only now
	Recovery []string    // likewise
	Form     *page.Form
	Drop     *page.Form
}

// secretView is a secret to be put into a device, as text and as an address.
type secretView struct {
	Secret string
	URL    template.URL // otpauth://, which no page would link otherwise
}

// second fills in what the account has beside its password.
func (s *room) second(v *page.Visit, view *accountView) error {
	d, err := s.People.Device(v.Context(), v.Token())
	if err != nil {
		return errs.Wrap("entrance.account", err)
	}
	if d.Possible || d.Bound {
		view.Device, view.Second = v.Link(codePath), deviceState(v, d)
	}
	return nil
}

func deviceState(v *page.Visit, d people.Device) string {
	if !d.Bound {
		return v.Say("entrance.device_none")
	}
	return v.Say("entrance.device_bound", "n", d.Recovery)
}

// devicePage shows what there is and the form for what can be done about it.
func (s *room) devicePage(v *page.Visit) (*page.Screen, error) {
	return s.showDevice(v, deviceView{}, nil, nil)
}

// showDevice fills in the forms that fit; faults stand above the one that was
// sent.
func (s *room) showDevice(v *page.Visit, view deviceView, enrol, drop []string) (*page.Screen, error) {
	d, err := s.People.Device(v.Context(), v.Token())
	if err != nil {
		return nil, errs.Wrap("entrance.device", err)
	}
	if !d.Possible && !d.Bound {
		return nil, v.Missing("page.not_found", "error.page")
	}
	view.State = deviceState(v, d)
	if view.Form == nil && view.Recovery == nil {
		view.Form = &page.Form{
			Action: v.Link(codePath), Submit: v.Say(beginning(d)), Faults: enrol, Cancel: v.Link(AccountPath),
			Fields: []page.Field{passwordField(v, "password", true)},
		}
		if d.Bound {
			view.Drop = &page.Form{
				Action: v.Link(dropPath), Submit: v.Say("entrance.device_drop"), Faults: drop,
				Fields: []page.Field{passwordField(v, "password_now", false), codeField(v, "entrance.device_code_hint", false)},
			}
		}
	}
	return &page.Screen{
		Layout: "entrance/device", Title: v.Say("entrance.device"), Data: view, Private: true, Status: refused(append(enrol, drop...)),
	}, nil
}

// beginning is the word for the first step: of a first device or of another.
func beginning(d people.Device) i18n.Key {
	if d.Bound {
		return "entrance.device_another"
	}
	return "entrance.device_begin"
}

func passwordField(v *page.Visit, name string, focus bool) page.Field {
	return page.Field{
		Name: name, Label: v.Say("entrance.password"), Type: page.Password, Required: true, Focus: focus, Complete: "current-password", Max: 1024,
	}
}

func codeField(v *page.Visit, hint i18n.Key, focus bool) page.Field {
	return page.Field{Name: "code", Label: v.Say("entrance.code"), Hint: v.Say(hint), Required: true, Focus: focus, Complete: "one-time-code", Max: 20}
}

// enrol draws a secret for a device. It is shown on the answer itself, which
// nothing keeps, and on no address.
func (s *room) enrol(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	e, err := s.People.EnrolCode(v.Context(), v.Token(), sent.Get("password"))
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("entrance.enrol", err)
		}
		return s.showDevice(v, deviceView{}, told, nil)
	}
	return s.showDevice(v, deviceView{Enrolled: &secretView{e.Secret, template.URL(e.URL)}, Form: confirming(v, nil)}, nil, nil)
}

// confirming asks for the first code that the device shows.
func confirming(v *page.Visit, faults []string) *page.Form {
	return &page.Form{
		Action: v.Link(confirmPath), Submit: v.Say("entrance.device_confirm"), Faults: faults, Cancel: v.Link(codePath),
		Fields: []page.Field{codeField(v, "entrance.device_first", true)},
	}
}

// confirm makes the device count, and shows the recovery codes this once.
func (s *room) confirm(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	codes, err := s.People.ConfirmCode(v.Context(), v.Token(), sent.Get("code"))
	if err == nil {
		return s.showDevice(v, deviceView{Recovery: codes}, nil, nil)
	}
	told, err := v.Told(err)
	if err != nil {
		return nil, errs.Wrap("entrance.confirm", err)
	}
	return s.showDevice(v, deviceView{Form: confirming(v, told)}, told, nil)
}

// drop takes the device away.
func (s *room) drop(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	err = s.People.DropCode(v.Context(), v.Token(), sent.Get("password_now"), sent.Get("code"))
	if err == nil {
		return &page.Screen{Goto: v.Link(AccountPath, "done", "dropped")}, nil
	}
	told, err := v.Told(err)
	if err != nil {
		return nil, errs.Wrap("entrance.drop", err)
	}
	return s.showDevice(v, deviceView{}, nil, told)
}
