# SPDX-License-Identifier: Apache-2.0
"""Holds every answer of the API against its own description."""
import re

import jsonschema


class Described:
    """The description, with a validator for each kind of answer."""

    def __init__(self, description):
        self.paths = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"),
                       methods)
                      for path, methods in description["paths"].items()]
        self.known = {}

    def operation(self, method, path):
        """What is said of a call, or None."""
        for pattern, methods in self.paths:
            if pattern.match(path):
                return methods.get(method.lower())
        return None

    def schema(self, method, path, status, kind):
        """The schema of an answer, or None where it has none."""
        operation = self.operation(method, path)
        if operation is None:
            return None
        responses = operation["responses"]
        said = responses.get(str(status), responses["default"])
        assert kind in said.get("content", {}) or kind != \
            "application/json", f"{method} {path} answers {status}: {said}"
        return said.get("content", {}).get(kind, {}).get("schema")

    def check(self, method, target, answer):
        """Fails when the answer is not as it was described."""
        kind = (answer.headers.get("Content-Type") or "").split(";")[0]
        path = target.split("?")[0]
        if "json" not in kind:
            return
        key = (self.pattern(method, path), answer.status, kind)
        if key not in self.known:
            schema = self.schema(method, path, answer.status, kind)
            self.known[key] = schema and jsonschema.Draft202012Validator(
                schema)
        if self.known[key]:
            self.known[key].validate(answer.body)

    def pattern(self, method, path):
        """What stands for all paths of one kind."""
        for pattern, _ in self.paths:
            if pattern.match(path):
                return method, pattern.pattern
        return method, ""
