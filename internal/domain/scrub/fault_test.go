package scrub_test

import (
	"testing"

	"huying/internal/domain/scrub"
)

func TestFault(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"store: INSERT INTO person …: disk is full":                          "store: INSERT INTO person …: disk is full",
		"no line to 13812345678 today":                                       "no line to [telephone number] today",
		"车牌 浙H12345 not read":                                                "… [number plate] not read",
		`invalid input syntax for type bigint: "住花园街道 3 号" (22P02)`:          "invalid input syntax for type bigint: … (22P02)",
		"Key (login)=(zhang.san) already exists":                             "Key (login)… already exists",
		"the case / 诉求件（张某某）: timeout":                                       "the case / …: timeout",
		"mail to zhang@example.com bounced":                                  "mail to … bounced",
		"it isn't there, and can't be":                                       "it isn't there, and can't be",
		"goroutine 7 [running]:\nhuying/internal/app/desk.(*Desk).Give(0x1)": "goroutine 7 [running]:\nhuying/internal/app/desk.(*Desk).Give(0x1)",
	} {
		if got := scrub.Fault(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
