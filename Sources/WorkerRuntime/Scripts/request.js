// `req`: what the host parsed is there as plain data; what costs something to make is made when it is first read.
(function (runtime) {
  "use strict";
  const { parse } = JSON;
  const { assign, defineProperty, freeze } = Object;

  function lazy(prototype, name, make) {
    defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value = make(this);
        defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
        return value;
      },
      set(value) { defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true }); },
    });
  }

  const sources = new WeakMap();

  class Request {
    constructor(fields, headersText, bodyText) {
      assign(this, fields);
      sources.set(this, { headersText, bodyText, pairs: fields.queryPairs, form: fields.form });
      delete this.queryPairs;
      delete this.form;
    }

    // A header by name in any case; undefined when it was not sent.
    get(name) { return this.headers[String(name).toLowerCase()]; }
    header(name) { return this.get(name); }

    // Whether a header, Content-Type unless named, starts with a type such as "json" or "application/json".
    is(type, header = "Content-Type") {
      const value = this.get(header);
      return value !== undefined && value.toLowerCase().startsWith(runtime.mediaType(String(type)));
    }

    bodyAsString() { return sources.get(this).bodyText; }
  }

  lazy(Request.prototype, "headers", (request) => parse(sources.get(request).headersText));

  // Every value of every key, in the order they came: {key: [value, …]}.
  lazy(Request.prototype, "queryAll", (request) => {
    const all = {};
    for (const [key, value] of sources.get(request).pairs ?? Object.entries(request.query)) {
      if (Object.hasOwn(all, key)) all[key].push(value);
      else runtime.put(all, key, [value]);
    }
    return all;
  });

  lazy(Request.prototype, "cookies", (request) => {
    const cookies = {};
    for (const part of (request.get("cookie") ?? "").split(";")) {
      const separator = part.indexOf("=");
      if (separator < 0) continue;
      const value = part.slice(separator + 1).trim().replace(/^"(.*)"$/, "$1");
      runtime.put(cookies, part.slice(0, separator).trim(), value);
    }
    return cookies;
  });

  lazy(Request.prototype, "accepted", (request) => (request.get("accept") ?? "").split(",").filter((type) => type !== ""));

  // JSON and form bodies parsed; anything else, and JSON that does not parse, as text; null for an empty body.
  lazy(Request.prototype, "body", (request) => {
    const { bodyText, form } = sources.get(request);
    if (bodyText === "") return null;
    if (form !== undefined) return form;
    if (request.contentType !== "json") return bodyText;
    try {
      return parse(bodyText);
    } catch {
      return bodyText;
    }
  });

  const mediaTypes = {
    json: "application/json", xml: "application/xml", html: "text/html", text: "text/plain", txt: "text/plain",
    css: "text/css", js: "application/javascript", form: "application/x-www-form-urlencoded", csv: "text/csv",
    urlencoded: "application/x-www-form-urlencoded", multipart: "multipart/form-data", png: "image/png", svg: "image/svg+xml",
  };

  runtime.mediaType = (type) => type.includes("/") ? type : mediaTypes[type.toLowerCase()] ?? "application/octet-stream";
  runtime.makeRequest = (text, headersText, bodyText) => {
    const request = new Request(parse(text), headersText, bodyText);
    request.config = runtime.config;
    return request;
  };
  freeze(Request.prototype);
})
