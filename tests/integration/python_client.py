"""Writes into a document as a plain python-socketio client: reads {url, document, key, update} from standard input, and
prints what it was answered and sent as JSON lines. `update` is a Yjs V1 update of clientID 4711, in hexadecimal."""

import json
import sys
import threading

import socketio

task = json.load(sys.stdin)
where = {"document": task["document"], "key": task["key"]}
received = threading.Event()
client = socketio.Client(reconnection=False)


def say(kind, payload):
    printable = {name: value.hex() if isinstance(value, bytes) else value for name, value in payload.items()}
    print(json.dumps({"kind": kind, **printable}), flush=True)


@client.on("updates", namespace="/documents")
def on_updates(payload):
    say("updates", payload)
    received.set()


client.connect(task["url"], namespaces=["/documents"], auth={"protocol": 2}, transports=task["transports"])
joined = client.call("join", {**where, "clientId": 4711, "name": "Python"}, namespace="/documents", timeout=10)
say("joined", joined)
update = {"document": task["document"], "epoch": joined["epoch"], "update": bytes.fromhex(task["update"])}
say("acknowledged", client.call("update", update, namespace="/documents", timeout=10))
if not received.wait(10):
    sys.exit("nothing was relayed")
client.disconnect()
