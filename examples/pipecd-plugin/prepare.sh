#!/bin/sh
# Writes the configuration of piped, in which the path of the plugin must be absolute.
cat >piped.yaml <<PIPED
apiVersion: pipecd.dev/v1beta1
kind: Piped
spec:
  projectID: example
  pipedID: example
  pipedKeyFile: /etc/piped/key
  apiAddress: pipecd.example.com:443
  plugins:
    - name: example
      url: file://$PWD/plugin.py
      port: 7001
PIPED
