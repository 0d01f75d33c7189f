package serving

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// refusal is an answer of the front's own.
type refusal struct {
	status int
	code   string
	en, zh string
	wait   time.Duration // before it is worth asking again
}

var (
	tooLarge = refusal{status: http.StatusRequestEntityTooLarge, code: "request.large", en: "the request is too large", zh: "请求过大"}
	broken   = refusal{status: http.StatusInternalServerError, code: "internal", en: "something went wrong here; it has been noted", zh: "系统内部出错，已记录"}
)

func tooOften(wait time.Duration) refusal {
	return refusal{http.StatusTooManyRequests, "request.rate", "too many requests; wait a little", "请求过于频繁，请稍候", wait}
}

// refuse writes a refusal: as a problem (RFC 9457) for programs, as a page in
// both languages for people.
func refuse(w http.ResponseWriter, r *http.Request, why refusal) {
	head := w.Header()
	if why.wait > 0 {
		head.Set("Retry-After", strconv.Itoa(int(math.Ceil(why.wait.Seconds()))))
	}
	head.Set("Cache-Control", "no-store")
	head.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	if strings.HasPrefix(r.URL.Path, "/api/") {
		head.Set("Content-Type", "application/problem+json")
		w.WriteHeader(why.status)
		_ = json.NewEncoder(w).Encode(map[string]any{ // whoever asked has gone
			"type": "urn:huying:problem:" + why.code, "title": http.StatusText(why.status), "status": why.status,
			"code": why.code, "detail": why.en, "detail_zh": why.zh,
		})
		return
	}
	head.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(why.status)
	fmt.Fprintf(w, "<!doctype html><html lang=zh><meta charset=utf-8><title>%d</title><h1>%s</h1><p lang=en>%s</p></html>\n", why.status, why.zh, why.en)
}
