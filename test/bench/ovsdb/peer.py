# Debian's python3-openvswitch: `load <path>`, or `write <path> <run> <scale>`; prints one line of JSON.
import gc
import json
import os
import sys
import time

import ovs.db.idl
import ovs.poller

SCHEMA = "/usr/share/ovn/ovn-nb.ovsschema"


def rss():
    gc.collect()
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def connect(path):
    helper = ovs.db.idl.SchemaHelper(location=SCHEMA)
    helper.register_columns("Logical_Switch", ["name", "ports"])
    helper.register_columns(
        "Logical_Switch_Port", ["name", "addresses", "port_security", "options", "external_ids"]
    )
    idl = ovs.db.idl.Idl("unix:" + path, helper, leader_only=False)
    while not idl.has_ever_connected():
        idl.run()
        if idl.has_ever_connected():
            break
        poller = ovs.poller.Poller()
        idl.wait(poller)
        poller.block()
    return idl


def load(path):
    before = rss()
    idl = connect(path)
    ready = time.time() * 1000
    print(json.dumps({"readyAt": ready, "rows": len(idl.tables["Logical_Switch_Port"].rows), "rssBytes": rss() - before}))


def commit(txn):
    status = txn.commit_block()
    if status not in (ovs.db.idl.Transaction.SUCCESS, ovs.db.idl.Transaction.UNCHANGED):
        raise RuntimeError(status)


def add(idl, txn, switch, name, number):
    address = "0a:00:00:%02x:%02x:%02x 10.%d.%d.%d" % ((number >> 16, number >> 8 & 255, number & 255) * 2)
    port = txn.insert(idl.tables["Logical_Switch_Port"])
    port.name = name
    port.addresses = [address]
    port.port_security = [address]
    port.options = {"requested-chassis": "hv%d" % (number % 100), "mcast_flood": "false"}
    port.external_ids = {"qn-owner": "o" * 36, "qn-kind": "port", "qn-id": name.ljust(36), "qn-project": "p" * 36}
    switch.addvalue("ports", port)


def write(path, run, scale):
    idl = connect(path)

    def measure(count, per_transaction):
        switches = []
        for at in range(max(1, count // 100)):
            txn = ovs.db.idl.Transaction(idl)
            switch = txn.insert(idl.tables["Logical_Switch"])
            switch.name = "%s python %d %d" % (run, per_transaction, at)
            commit(txn)
            switches.append(txn.get_insert_uuid(switch.uuid))
        started = time.time()
        for at in range(0, count, per_transaction):
            txn = ovs.db.idl.Transaction(idl)
            switch = idl.tables["Logical_Switch"].rows[switches[at // 100]]
            for number in range(at, at + per_transaction):
                add(idl, txn, switch, "%s python %d port %d" % (run, per_transaction, number), number)
            commit(txn)
        return count / (time.time() - started)

    size = lambda count: -(-int(count * scale) // 100) * 100
    measure(200, 1)
    run += " again"
    print(json.dumps({"serial": measure(size(1000), 1), "batched": measure(size(4000), 100)}))


if sys.argv[1] == "load":
    load(sys.argv[2])
else:
    write(sys.argv[2], sys.argv[3], float(sys.argv[4]))
