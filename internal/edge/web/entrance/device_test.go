package entrance_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"huying/internal/edge/web/pagetest"
)

var (
	shownSecret = regexp.MustCompile(`<code class="number secret">([A-Z2-7]{32})</code>`)
	shownCodes  = regexp.MustCompile(`<li><code class="number">([^<]+)</code></li>`)
)

// code is what a device with the secret shows now.
func (d *door) code(secret string) string {
	d.t.Helper()
	code, err := totp.GenerateCode(secret, d.hand.Now())
	if err != nil {
		d.t.Fatal(err)
	}
	return code
}

// TestDevice: somebody begins to use a device that shows codes, signs in with
// it and with a recovery code, and gives it up again.
func TestDevice(t *testing.T) {
	t.Parallel()
	eachDoor(t, false, func(d *door) {
		enter := func(status int, code string) {
			d.cookie = ""
			d.ask(status, "POST", "/sign-in", url.Values{"login": {"ann"}, "password": {phrase}, "code": {code}})
		}
		d.ask(http.StatusSeeOther, "POST", "/setup", url.Values{"token": {d.link}, "fresh": {phrase}, "again": {phrase}})
		enter(http.StatusSeeOther, "")
		if body := d.ask(http.StatusOK, "GET", "/account", nil).Body.String(); !strings.Contains(body, "尚未启用") || !strings.Contains(body, `href="/account/code"`) {
			t.Errorf("the account does not lead to its device:\n%s", body)
		}
		pagetest.English(t, "/account/code", d.ask(http.StatusOK, "GET", "/account/code?lang=en", nil).Body.String())
		d.ask(http.StatusUnprocessableEntity, "POST", "/account/code", url.Values{"password": {"wrong wrong wrong"}})
		begun := d.ask(http.StatusOK, "POST", "/account/code", url.Values{"password": {phrase}}).Body.String()
		secret := shownSecret.FindStringSubmatch(begun)
		if secret == nil || !strings.Contains(begun, "otpauth://totp/Huying:ann?secret="+secret[1]) {
			t.Fatalf("no secret is shown:\n%s", begun)
		}
		missed := d.ask(http.StatusUnprocessableEntity, "POST", "/account/code/confirm", url.Values{"code": {"000000"}}).Body.String()
		if strings.Contains(missed, secret[1]) || !strings.Contains(missed, "/account/code/confirm") {
			t.Error("the secret is shown again, or the code cannot be tried again")
		}
		confirmed := d.ask(http.StatusOK, "POST", "/account/code/confirm", url.Values{"code": {d.code(secret[1])}}).Body.String()
		codes := shownCodes.FindAllStringSubmatch(confirmed, -1)
		if len(codes) != 10 || !strings.Contains(confirmed, "还剩 10 个") {
			t.Fatalf("recovery codes: %v\n%s", codes, confirmed)
		}
		if body := d.ask(http.StatusOK, "GET", "/account/code", nil).Body.String(); strings.Contains(body, codes[0][1]) || strings.Contains(body, secret[1]) {
			t.Error("secrets are shown again")
		}
		d.hand.Set(d.hand.Now().Add(time.Minute))
		enter(http.StatusUnprocessableEntity, "")
		enter(http.StatusSeeOther, d.code(secret[1]))
		enter(http.StatusSeeOther, codes[0][1])
		enter(http.StatusUnprocessableEntity, codes[0][1])
		enter(http.StatusSeeOther, codes[1][1])
		d.ask(http.StatusUnprocessableEntity, "POST", "/account/code/drop", url.Values{"password_now": {phrase}, "code": {"000000"}})
		d.leads(d.ask(http.StatusSeeOther, "POST", "/account/code/drop", url.Values{"password_now": {phrase}, "code": {codes[2][1]}}), "/account?done=dropped")
		d.ask(http.StatusOK, "GET", "/account?done=dropped", nil)
		enter(http.StatusSeeOther, "")
	})
}
