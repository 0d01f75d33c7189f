// Command lists measures lists of cases on a large installation, from outside
// and through HTTP: it builds the demonstration, multiplies its cases within
// the database until there are about a million (closed ones of earlier years,
// and open ones beside them), starts the server and asks, one after the other,
// for the pages and answers that people and programs look at all day.
//
//	go build -o bin/huying ./cmd/huying && go run ./bench/lists -huying bin/huying
//
// With -database it uses PostgreSQL (an empty database). It prints a table:
// what was asked, by whom, median and 95th percentile, the largest answer.
package main
