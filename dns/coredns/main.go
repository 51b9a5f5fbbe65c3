// CoreDNS with the plugins that QuantumNet's edges use, and that operators add to them: a smaller binary, built faster, and with less to attack than the stock one.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"

	_ "github.com/coredns/coredns/plugin/acl"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/bufsize"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/file"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/log"
	_ "github.com/coredns/coredns/plugin/loop"
	_ "github.com/coredns/coredns/plugin/metrics"
	_ "github.com/coredns/coredns/plugin/ready"
	_ "github.com/coredns/coredns/plugin/reload"
	_ "github.com/coredns/coredns/plugin/rewrite"
	_ "github.com/coredns/coredns/plugin/secondary"
	_ "github.com/coredns/coredns/plugin/transfer"
	_ "github.com/coredns/coredns/plugin/tsig"
	_ "github.com/coredns/coredns/plugin/view"
)

// The order in which plugins see a query, whatever the Corefile's order is. It is CoreDNS's own (its plugin.cfg), less what is left out:
// acl must come before the backends, or a blocked client would be answered, and forward last, or a local copy would never be asked.
func init() {
	dnsserver.Directives = []string{
		"reload",
		"bufsize",
		"bind",
		"ready",
		"health",
		"prometheus",
		"errors",
		"log",
		"tsig",
		"rewrite",
		"acl",
		"cache",
		"transfer",
		"file",
		"secondary",
		"loop",
		"forward",
		"view",
	}
}

func main() {
	coremain.Run()
}
