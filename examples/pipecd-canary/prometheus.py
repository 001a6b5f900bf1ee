#!/usr/bin/env python3
"""Answers queries as a Prometheus does, of a canary that goes bad after a while.

    prometheus.py [PORT [FILE]]

listens on 127.0.0.1, at port 9471 where none is named; port 0 is one that is free, which is written into FILE, a
configuration of piped. It ends with its standard input, or after ten minutes.
"""
import http.server
import json
import re
import sys
import threading
import time
import urllib.parse

# How many answers about errors are good.
GOOD_ANSWERS = 3

errors_asked = 0


def values(query):
    """The values of one series for a query, as many as samples are compared of."""
    global errors_asked
    if query.startswith("error_ratio"):
        errors_asked += 1
        return [0.01] if errors_asked <= GOOD_ANSWERS else [0.02, 0.31]
    if 'variant="canary"' in query:
        return [0.11, 0.14, 0.12, 0.15, 0.13]
    return [0.12, 0.13, 0.11, 0.16, 0.14]


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, form):
        if urllib.parse.urlsplit(self.path).path != "/api/v1/query_range":
            self.send_error(404)
            return
        query = urllib.parse.parse_qs(form).get("query", [""])[0]
        now = time.time()
        series = {"metric": {}, "values": [[now, str(value)] for value in values(query)]}
        body = json.dumps({"status": "success", "data": {"resultType": "matrix", "result": [series]}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(urllib.parse.urlsplit(self.path).query)

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    def log_message(self, *arguments):
        pass


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9471
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    port = server.server_address[1]
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as file:
            text = file.read()
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            file.write(re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{port}", text))
    print(f"http://127.0.0.1:{port}", flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    reader = threading.Thread(target=sys.stdin.buffer.read, daemon=True)
    reader.start()
    reader.join(600)


if __name__ == "__main__":
    main()
