// Package browser tries the pages in a real browser: by keyboard alone, without
// scripts, and on a narrow screen. It is a module of its own, so that Huying does
// not depend on what drives the browser.
package browser
