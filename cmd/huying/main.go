// Command huying is the 12345 hotline platform in one binary.
package main

import (
	"context"
	"os"

	"huying/internal/edge/cli"
)

func main() { os.Exit(cli.Main(context.Background(), cli.System())) }
