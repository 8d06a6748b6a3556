// `req`: what the host parsed is there as plain data; what costs something to make is made when it is first read.
(function (runtime) {
  "use strict";
  const {
    SafeWeakMap, String, define, defineProperty, freeze, hasOwn, keys, parse, put, setPrototypeOf, split, startsWith, stringIndexOf,
    stringSlice, toLowerCase, trim,
  } = runtime.primordials;
  const sources = new SafeWeakMap();  // request → {headersText, bodyText, pairs, form}

  const prototype = {
    // A header by name in any case; undefined when it was not sent.
    get(name) { return header(this, name); },
    header(name) { return header(this, name); },

    // Whether a header, Content-Type unless named, starts with a type such as "json" or "application/json".
    is(type, name = "Content-Type") {
      const value = header(this, name);
      return value !== undefined && startsWith(toLowerCase(value), runtime.mediaType(String(type)));
    },

    bodyAsString() { return sources.get(this).bodyText; },

    // The same object in every turn, which nobody can change.
    get config() { return runtime.config; },
  };

  function header(request, name) {
    const { headers } = request;
    const key = toLowerCase(String(name));
    return hasOwn(headers, key) ? headers[key] : undefined;
  }

  function lazy(name, make) {
    defineProperty(prototype, name, {
      __proto__: null,
      configurable: true,
      enumerable: true,
      get() {
        const value = make(this, sources.get(this));
        define(this, name, value);
        return value;
      },
      set(value) { define(this, name, value); },
    });
  }

  lazy("headers", (request, source) => parse(source.headersText));

  // Every value of every key, in the order they came: {key: [value, …]}.
  lazy("queryAll", (request, source) => {
    const all = {};
    if (source.pairs === undefined) {
      const names = keys(request.query);
      for (let index = 0; index < names.length; index++) put(all, names[index], [request.query[names[index]]]);
      return all;
    }
    for (let index = 0; index < source.pairs.length; index++) {
      const name = source.pairs[index][0];
      if (!hasOwn(all, name)) put(all, name, []);
      put(all[name], all[name].length, source.pairs[index][1]);
    }
    return all;
  });

  lazy("cookies", (request) => {
    const cookies = {};
    const parts = split(header(request, "cookie") ?? "", ";");
    for (let index = 0; index < parts.length; index++) {
      const separator = stringIndexOf(parts[index], "=");
      if (separator < 0) continue;
      const value = trim(stringSlice(parts[index], separator + 1));
      const isQuoted = value.length >= 2 && value[0] === '"' && value[value.length - 1] === '"';
      put(cookies, trim(stringSlice(parts[index], 0, separator)), isQuoted ? stringSlice(value, 1, -1) : value);
    }
    return cookies;
  });

  lazy("accepted", (request) => {
    const accepted = [];
    const types = split(header(request, "accept") ?? "", ",");
    for (let index = 0; index < types.length; index++) if (types[index] !== "") put(accepted, accepted.length, types[index]);
    return accepted;
  });

  // JSON and form bodies parsed; anything else, and JSON that does not parse, as text; null for an empty body.
  lazy("body", (request, { bodyText, form }) => {
    if (bodyText === "") return null;
    if (form !== undefined) return form;
    if (request.contentType !== "json") return bodyText;
    try {
      return parse(bodyText);
    } catch {
      return bodyText;
    }
  });
  freeze(prototype);

  const mediaTypes = {
    __proto__: null,
    json: "application/json", xml: "application/xml", html: "text/html", text: "text/plain", txt: "text/plain",
    css: "text/css", js: "application/javascript", form: "application/x-www-form-urlencoded", csv: "text/csv",
    urlencoded: "application/x-www-form-urlencoded", multipart: "multipart/form-data", png: "image/png", svg: "image/svg+xml",
  };

  runtime.mediaType = (type) => stringIndexOf(type, "/") >= 0 ? type : mediaTypes[toLowerCase(type)] ?? "application/octet-stream";

  runtime.makeRequest = (text, headersText, bodyText) => {
    const request = parse(text);
    const pairs = hasOwn(request, "queryPairs") ? request.queryPairs : undefined;
    const form = hasOwn(request, "form") ? request.form : undefined;
    if (pairs !== undefined) delete request.queryPairs;
    if (form !== undefined) delete request.form;
    setPrototypeOf(request, prototype);
    sources.set(request, { headersText, bodyText, pairs, form });
    return request;
  };
})
