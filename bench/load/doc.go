// Command load drives a huying server through HTTP, as a hotline centre does:
// each client receives a case, has it dispatched, signed, submitted, accepted
// and the caller asked, one command after another. It starts the server on an
// installation of its own, and prints how many commands were durable each
// second, how long they took, and what the server used.
//
//	go build -o huying ./cmd/huying && go run ./bench/load -huying ./huying -clients 1,8,32 -for 10s
//	go run ./bench/load -huying ./huying -database postgres://user@host/empty
//	go run ./bench/load -huying ./huying -kill 5      # kill -9 under load, five times
package main
