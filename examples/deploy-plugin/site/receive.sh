#!/bin/sh
# The server's side: stores what comes with the right key.
if [ "$HTTP_X_KEY" = "$EXPECTED_KEY" ]; then
  head -c "$CONTENT_LENGTH" >"/srv/$(basename "$QUERY_STRING")"
  printf 'Status: 200 OK\r\n\r\n'
else
  printf 'Status: 403 Forbidden\r\n\r\n'
fi
