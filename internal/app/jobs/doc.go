// Package jobs does what transactions have asked for and what the clock
// brings: at least once each, surviving a crash, by as many workers and nodes
// as there are. It owns the transactions in which jobs are taken and ended;
// what a job does is a function that is handed in, and does not mind being
// called a second time.
package jobs
