package people

import (
	"context"
	"crypto/subtle"
	"encoding/base32"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"huying/internal/kernel/errs"
	"huying/internal/store"
)

const (
	codeSeconds   = 30
	secretBytes   = 20
	recoveryCodes = 10
	sealedField   = "totp"
)

// Enrolment is the secret to be put into a device, shown once.
type Enrolment struct {
	Secret string // base32
	URL    string // otpauth://…, for a picture to scan
}

// Device is what an account has beside its password.
type Device struct {
	Possible bool // the installation can keep the secrets of devices
	Bound    bool // the account has one
	Recovery int  // recovery codes that are left
}

// Device tells the owner of a session what the account has. Error: Denied
// ("sign_in").
func (p *People) Device(ctx context.Context, token string) (Device, error) {
	d := Device{Possible: p.o.Sealer != nil}
	err := p.o.Store.View(ctx, func(tx *store.Tx) error {
		_, a, err := p.own(tx, token)
		if err != nil {
			return err
		}
		d.Bound = a.Code.Secret != ""
		d.Recovery, err = tx.CountRecovery(a.ID)
		return err
	})
	return d, errs.Wrap("people.device", err)
}

var (
	errNoSealer = errs.New(errs.Unready, "code.unavailable", "this installation has no key to seal devices with", "本安装尚无密封密钥，不能启用动态口令")
	errCode     = errs.New(errs.Invalid, "code.wrong", "the code is not the one shown now", "动态口令不正确")
)

var plain32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// EnrolCode begins to give the account of a session a device that shows codes:
// the secret counts once ConfirmCode has seen a code made by it. Errors: Denied
// ("sign_in", "sign_in.refused" for a wrong password); Unready
// ("code.unavailable").
func (p *People) EnrolCode(ctx context.Context, token, password string) (Enrolment, error) {
	if p.o.Sealer == nil {
		return Enrolment{}, errNoSealer
	}
	if _, err := p.proved(ctx, token, password); err != nil {
		return Enrolment{}, errs.Wrap("people.enrol_code", err)
	}
	raw := make([]byte, secretBytes)
	if _, err := io.ReadFull(p.o.Random, raw); err != nil {
		return Enrolment{}, errs.Wrap("people.enrol_code", err)
	}
	e := Enrolment{Secret: plain32.EncodeToString(raw)}
	err := p.self(ctx, token, "code.enrol", func(tx *store.Tx, _ store.Session, a *store.Account) (map[string]any, error) {
		e.URL = (&url.URL{Scheme: "otpauth", Host: "totp", Path: "/Huying:" + a.Login, RawQuery: "secret=" + e.Secret + "&issuer=Huying"}).String()
		sealed, err := p.o.Sealer.Seal(sealedField, string(a.ID), e.Secret)
		if err != nil {
			return nil, err
		}
		a.Code.Pending = sealed
		return nil, tx.SaveAccount(*a)
	})
	return e, errs.Wrap("people.enrol_code", err)
}

// ConfirmCode makes the enrolled device count, and returns the recovery codes
// that stand in for it, shown once. Errors: Denied ("sign_in"); Invalid
// ("code.wrong", also where nothing was enrolled).
func (p *People) ConfirmCode(ctx context.Context, token, code string) ([]string, error) {
	codes, drawn, err := p.recovery()
	if err != nil {
		return nil, errs.Wrap("people.confirm_code", err)
	}
	err = p.self(ctx, token, "code.confirm", func(tx *store.Tx, _ store.Session, a *store.Account) (map[string]any, error) {
		if a.Code.Pending == "" {
			return nil, errCode
		}
		step, ok, err := p.stepOf(a.Code.Pending, a, code, tx.Now(), 0)
		if err == nil && !ok {
			err = errCode
		}
		if err != nil {
			return nil, err
		}
		a.Code = store.Device{Secret: a.Code.Pending, Step: step}
		digests := make([]string, len(drawn))
		for i, bare := range drawn {
			digests[i] = digest(string(a.ID) + bare)
		}
		if err := tx.PutRecovery(a.ID, digests); err != nil {
			return nil, err
		}
		return nil, tx.SaveAccount(*a)
	})
	if err != nil {
		return nil, errs.Wrap("people.confirm_code", err)
	}
	return codes, nil
}

// DropCode takes the account's own device away. Errors: Denied ("sign_in",
// "sign_in.refused"); Invalid ("code.wrong").
func (p *People) DropCode(ctx context.Context, token, password, code string) error {
	if _, err := p.proved(ctx, token, password); err != nil {
		return errs.Wrap("people.drop_code", err)
	}
	return errs.Wrap("people.drop_code", p.self(ctx, token, "code.drop", func(tx *store.Tx, _ store.Session, a *store.Account) (map[string]any, error) {
		ok, err := p.codeRight(tx, a, code)
		if err == nil && !ok {
			err = errCode
		}
		if err != nil {
			return nil, err
		}
		return nil, p.unbind(tx, a)
	}))
}

// unbind takes the device and its recovery codes from an account.
func (p *People) unbind(tx *store.Tx, a *store.Account) error {
	a.Code = store.Device{}
	if err := tx.PutRecovery(a.ID, nil); err != nil {
		return err
	}
	return tx.SaveAccount(*a)
}

// codeRight reports whether a code is that of the account's device now, and not
// used yet, or one of its recovery codes; it uses it up.
func (p *People) codeRight(tx *store.Tx, a *store.Account, code string) (bool, error) {
	if len(code) > otp.DigitsSix.Length() {
		return tx.UseRecovery(a.ID, digest(string(a.ID)+bareCode(code)))
	}
	step, ok, err := p.stepOf(a.Code.Secret, a, code, tx.Now(), a.Code.Step)
	if ok {
		a.Code.Step = step
	}
	return ok, err
}

// stepOf finds the step of which a code is: this one, or one to either side for
// clocks that are off, and after the last one that was used.
func (p *People) stepOf(sealed string, a *store.Account, code string, now time.Time, last int64) (int64, bool, error) {
	if p.o.Sealer == nil {
		return 0, false, errNoSealer
	}
	secret, err := p.o.Sealer.Open(sealedField, string(a.ID), sealed)
	if err != nil {
		return 0, false, err
	}
	this := now.Unix() / codeSeconds
	for step := this - 1; step <= this+1; step++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) //nolint:gosec // after 1970
		if err != nil {
			return 0, false, err
		}
		if step > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true, nil
		}
	}
	return 0, false, nil
}

// recovery draws recovery codes of 50 bits, and what is kept of them. The
// account goes into the digest, in whose name it is made good.
func (p *People) recovery() (codes, bare []string, err error) {
	const form = "abcdefghijkmnpqrstuvwxyz23456789" // nothing that looks like something else
	for range recoveryCodes {
		var b [10]byte
		if _, err := io.ReadFull(p.o.Random, b[:]); err != nil {
			return nil, nil, err
		}
		for i := range b {
			b[i] = form[int(b[i])%len(form)]
		}
		codes = append(codes, string(b[:5])+"-"+string(b[5:]))
		bare = append(bare, string(b[:]))
	}
	return codes, bare, nil
}

// bareCode is a recovery code as it was drawn, however it was typed.
func bareCode(typed string) string {
	return strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(typed))
}
