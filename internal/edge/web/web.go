package web

import (
	"io"
	"log/slog"
	"net/http"
	"time"

	"huying/internal/domain/bulletin"
)

// Options are what a site is made of besides its Source.
type Options struct {
	Site     string         // the region's name in the head of every page
	Location *time.Location // for times shown and dates asked; nil: UTC+8
	Formats  []Format       // downloads of a bulletin, in print order
	Log      *slog.Logger   // one line for each failed request; nil: none
}

// Format is one way to download a bulletin.
type Format struct {
	Key   string // file extension, in the address too
	Media string // content type
	Write func(bulletin.Document, io.Writer) error
}

// chinaOffset is UTC+8, the time of every region in China.
const chinaOffset = 8 * 60 * 60

// site serves the pages; it is immutable.
type site struct {
	source  Source
	options Options
	layouts layouts
	assets  assets
}

// New returns the handler of all pages and their assets. It owns every path
// that no other handler takes, and answers unknown ones with a page.
func New(source Source, o Options) http.Handler {
	if o.Location == nil {
		o.Location = time.FixedZone("UTC+8", chinaOffset)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &site{source: source, options: o, assets: loadAssets()}
	s.layouts = loadLayouts(s)
	mux := http.NewServeMux()
	for _, r := range routes() {
		mux.Handle(r.pattern, s.checked(r.keys, r.handler(s)))
	}
	return s.guarded(mux)
}
