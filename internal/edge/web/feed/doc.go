// Package feed fills the pages from the figures and case files of insight. It
// holds no rule; it only puts what is on record into the words of a page.
package feed
