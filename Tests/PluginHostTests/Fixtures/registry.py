#!/usr/bin/python3
"""Real registries of images (Debian's docker-registry) with plugins of PipeCD in them, on ports of this machine.

    registry.py FOLDER

Everything lies in FOLDER, an authority for certificates too (ca.pem). One registry gives to everybody (open), one wants a token that
it gives to everybody (token), and one wants a password (closed). Says where they are, and which digests there are, as a line of JSON,
and ends with its standard input.
"""

import base64
import hashlib
import http.server
import json
import os
import re
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

PLUGIN = "application/vnd.pipecd.piped.plugin"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
EMPTY = "application/vnd.oci.empty.v1+json"

folder = sys.argv[1]


def path(name):
    return os.path.join(folder, name)


def openssl(*words, data=None):
    return subprocess.run(["openssl", *words], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout


def certificates():
    key = ["-newkey", "rsa:2048", "-nodes"]
    openssl("req", "-x509", "-days", "2", *key, "-subj", "/CN=authority", "-keyout", path("ca.key"), "-out", path("ca.pem"))
    openssl("req", *key, "-subj", "/CN=server", "-keyout", path("server.key"), "-out", path("request"))
    with open(path("names"), "w", encoding="utf-8") as file:
        file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    chain = ["-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial", "-extfile", path("names")]
    openssl("x509", "-req", "-days", "2", "-in", path("request"), *chain, "-out", path("server.pem"))


class Registry:
    """A registry that runs; all share what is stored."""

    def __init__(self, name, auth=""):
        with open(path(name + ".yml"), "w", encoding="utf-8") as file:
            file.write(
                f"""version: 0.1
log: {{level: info}}
storage: {{filesystem: {{rootdirectory: {path("storage")}}}}}
http: {{addr: "127.0.0.1:0", secret: s, tls: {{certificate: {path("server.pem")}, key: {path("server.key")}}}}}
{auth}"""
            )
        with open(path(name + ".log"), "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(["docker-registry", "serve", path(name + ".yml")], stdout=log, stderr=log)
        for _ in range(600):
            with open(path(name + ".log"), encoding="utf-8") as log:
                found = re.search(r"listening on (127.0.0.1:\d+), tls", log.read())
            if found:
                self.address = found[1]
                return
            time.sleep(0.05)
        sys.exit(f"{name}: the registry does not listen")

    def request(self, method, url, data=None, kind="application/octet-stream"):
        url = url if url.startswith("https:") else f"https://{self.address}/v2/{url}"
        request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": kind})
        context = ssl.create_default_context(cafile=path("ca.pem"))
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
        return opener.open(request)

    def blob(self, image, data):
        """What an image refers to, put into its repository."""
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        with self.request("POST", f"{image}/blobs/uploads/") as answer:
            place = answer.headers["Location"]
        place = place if place.startswith("https:") else f"https://{self.address}{place}"
        self.request("PUT", place + ("&" if "?" in place else "?") + "digest=" + digest, data).close()
        return {"digest": digest, "size": len(data)}

    def manifest(self, image, tag, kind, content):
        data = json.dumps({"schemaVersion": 2, "mediaType": kind, **content}).encode()
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        self.request("PUT", f"{image}/manifests/{tag or digest}", data, kind).close()
        return {"mediaType": kind, "digest": digest, "size": len(data)}

    def plugin(self, image, tag, data, layer=PLUGIN):
        """An image as PipeCD's own `plugin push` makes it."""
        config = {"mediaType": EMPTY, **self.blob(image, b"{}")}
        layers = [{"mediaType": "text/plain", **self.blob(image, b"not this one")}, {"mediaType": layer, **self.blob(image, data)}]
        return self.manifest(image, tag, MANIFEST, {"artifactType": PLUGIN + "+type", "config": config, "layers": layers})


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Tokens(http.server.BaseHTTPRequestHandler):
    """Gives everybody the right to pull what they ask for; and a program, and where it is now."""

    def do_GET(self):
        if not self.path.startswith("/token"):
            status, body = {"/plugin": (200, b"#!/bin/sh\n"), "/moved": (302, b""), "/page": (200, b"<html>")}.get(self.path, (404, b""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", "/plugin")
            self.end_headers()
            self.wfile.write(body)
            return
        query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
        kind, name, actions = query["scope"][0].split(":")
        now = int(time.time())
        access = [{"type": kind, "name": name, "actions": [action for action in actions.split(",") if action == "pull"]}]
        chain = openssl("x509", "-in", path("server.pem"), "-outform", "DER")
        head = {"typ": "JWT", "alg": "RS256", "x5c": [base64.b64encode(chain).decode()]}
        claims = {"iss": "tokens", "sub": "", "aud": query["service"][0], "exp": now + 600, "nbf": now - 60, "iat": now, "jti": "1", "access": access}
        signed = text(json.dumps(head).encode()) + "." + text(json.dumps(claims).encode())
        token = signed + "." + text(openssl("dgst", "-sha256", "-sign", path("server.key"), data=signed.encode()))
        body = json.dumps({"token": token}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def tokens():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path("server.pem"), path("server.key"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"https://127.0.0.1:{server.server_address[1]}/token"


def main():
    certificates()
    registries = []
    try:
        registries.append(Registry("open"))
        store = registries[0]
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "replay.py"), "rb") as file:
            program = file.read()
        flat = store.plugin("plugins/flat", "latest", program)
        platforms = []
        for system, machine in [("linux", "amd64"), ("linux", "arm64"), ("darwin", "arm64")]:
            image = store.plugin("plugins/many", None, f"#!/bin/sh\necho {system} {machine}\n".encode())
            platforms.append({**image, "platform": {"os": system, "architecture": machine}})
        many = store.manifest("plugins/many", "v1.0.0", INDEX, {"manifests": platforms})
        elsewhere = [{**image, "platform": {"os": "windows", "architecture": "amd64"}} for image in platforms[:1]]
        store.manifest("plugins/many", "windows", INDEX, {"manifests": elsewhere})
        store.plugin("plugins/none", "latest", b"#!/bin/sh\n", layer="application/octet-stream")
        store.plugin("plugins/page", "latest", b"<html>sorry</html>")
        door = tokens()
        given = f"realm: {door}, service: registry, issuer: tokens, rootcertbundle: {path('ca.pem')}"
        registries.append(Registry("token", f"auth: {{token: {{{given}}}}}\n"))
        registries.append(Registry("closed", f"auth: {{htpasswd: {{realm: closed, path: {path('htpasswd')}}}}}\n"))
        addresses = {name: registry.address for name, registry in zip(["open", "token", "closed"], registries)}
        print(json.dumps({**addresses, "door": door.removesuffix("/token"), "flat": flat["digest"], "many": many["digest"]}), flush=True)
        sys.stdin.read()
    finally:
        for registry in registries:
            registry.process.terminate()
            registry.process.wait()


main()
