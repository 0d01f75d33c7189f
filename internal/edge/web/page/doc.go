// Package page is what all pages share: the frame around them, the look, the
// two languages, who visits, how an error is shown, and the headers that keep
// a page to itself. What there is to see comes from rooms, each with its
// addresses, templates and words.
//
// Pages are rendered whole on the server, work without JavaScript and load
// nothing from elsewhere.
package page
