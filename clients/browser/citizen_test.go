package browser_test

import (
	"strings"
	"testing"
)

// receipt is the number and the code that a page tells.
func receipt(b *tab) (number, code string) {
	b.t.Helper()
	number, code = see[string](b, `document.querySelector(".receipt dd").innerText`), see[string](b, `document.querySelector(".receipt .code").innerText`)
	if len(number) != 21 || len(code) != 6 {
		b.t.Fatalf("the number %q, the code %q", number, code)
	}
	return number, code
}

// citizenWithoutScripts reports, looks the case up elsewhere and writes to the
// centre, in browsers whose scripts are off.
func (o *office) citizenWithoutScripts(t *testing.T) {
	b := open(t, o.base)
	b.withoutScripts()
	b.goes("/public/")
	b.enter(`a[href="/public/submit"]`)
	b.tabTo(`[name="kind"]`)
	b.press(" ")
	b.tabTo("#f-content")
	b.press("小区门口的路灯连续几晚不亮。")
	b.tabTo("#f-phone")
	b.press("13800001234")
	b.enter(`main button[type="submit"]`)
	number, code := receipt(b)
	if text := b.text(); strings.Contains(text, "138") || see[bool](b, `!document.querySelector("[data-print]").hidden`) {
		t.Errorf("the receipt:\n%s", text)
	}

	other := open(t, o.base)
	other.withoutScripts()
	other.goes("/public/query")
	other.tabTo("#f-number")
	other.press(number)
	other.tabTo("#f-code")
	other.press(strings.ToLower(code))
	other.enter("form.sheet button")
	other.at("/public/mine")
	other.enter(`a[href="/public/mine/message"]`)
	other.tabTo("#f-note")
	other.press("什么时候修？")
	other.enter(`form.sheet button`)
	other.at("/public/mine")
	if text := other.text(); !strings.Contains(text, "什么时候修？") {
		t.Errorf("one's case:\n%s", text)
	}
	if address := see[string](other, "location.href + document.referrer"); strings.Contains(address, number) || strings.Contains(address, code) {
		t.Errorf("the address %s", address)
	}
}

// citizenByKeyboard reports, follows the code of the receipt, hastens and
// closes the case without a pointer.
func (o *office) citizenByKeyboard(t *testing.T) {
	b := open(t, o.base)
	b.goes("/public/")
	b.enter(`a[href="/public/submit"]`)
	b.tabTo(`[name="kind"]`)
	b.press(" ")
	b.tabTo("#f-content")
	b.press("井盖松动。")
	b.enter(`main button[type="submit"]`)
	number, code := receipt(b)
	if !see[bool](b, `!document.querySelector("[data-print]").hidden`) {
		t.Error("there is no button to print it")
	}
	b.enter(`a[href="/public/mine"]`)
	b.enter(`a[href="/public/mine/hasten"]`)
	b.enter(`form.sheet button`)
	if text := b.text(); !strings.Contains(text, "以后可以再催") {
		t.Errorf("hastened:\n%s", text)
	}
	b.enter("main form button")
	b.at("/public/")

	// The code on the receipt brings the number along, which no server is sent.
	phone := open(t, o.base)
	phone.goes("/public/query#" + number)
	if filled := see[string](phone, `document.querySelector("#f-number").value + location.hash`); filled != number {
		t.Errorf("filled in is %q", filled)
	}
	phone.tabTo("#f-code")
	phone.press(code)
	phone.enter("form.sheet button")
	phone.at("/public/mine")
}
