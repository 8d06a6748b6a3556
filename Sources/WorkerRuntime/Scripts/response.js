// `res`: a reply made by hand. Nothing leaves before the handler has ended, so the last call wins.
(function (runtime) {
  "use strict";
  const { stringify } = JSON;
  const { entries, keys } = Object;
  const { isArray } = Array;
  const contents = new WeakMap();

  function checkedStatus(value) {
    const status = Number(value);
    if (!Number.isInteger(status) || status < 200 || status > 599) throw new RangeError(`res.status: ${runtime.inspect(value)} is no status from 200 to 599`);
    return status;
  }

  function checkedHeader(name, value) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) throw new TypeError(`res.header: ${stringify(name)} is no header name`);
    if (/[\0\r\n]/.test(value)) throw new TypeError(`res.header: the value of ${name} has a line break or NUL in it`);
    return value;
  }

  class Response {
    constructor() { contents.set(this, { used: false, status: 200, headers: {}, body: "" }); }

    status(status) {
      const content = use(this);
      content.status = checkedStatus(status);
      return this;
    }
    statusCode(status) { return this.status(status); }

    // send(body), send(status), send(status, body)
    send(...values) {
      const [status, body] = values.length >= 2 ? values : typeof values[0] === "number" ? [values[0], ""] : [undefined, values[0]];
      if (status !== undefined) this.status(status);
      setBody(use(this), body, "text/plain; charset=utf-8");
      return this;
    }

    // json(body), json(status, body); a string is written as it is
    json(...values) {
      if (values.length >= 2) this.status(values[0]);
      const content = use(this);
      content.headers["Content-Type"] = "application/json; charset=utf-8";
      const body = values[values.length - 1];
      setBody(content, typeof body === "number" || typeof body === "boolean" ? stringify(body) : body, "");
      return this;
    }

    type(type) { return this.header("Content-Type", runtime.mediaType(String(type))); }

    // header(name, value), header({name: value, …}); an array is joined by commas
    header(name, value) {
      const content = use(this);
      if (typeof name === "object" && name !== null) {
        for (const [key, inner] of entries(name)) this.header(key, inner);
        return this;
      }
      const text = isArray(value) ? value.join(",") : typeof value === "object" && value !== null ? stringify(value) : String(value);
      const key = String(name).toLowerCase() === "content-type" ? "Content-Type" : String(name);
      content.headers[key] = checkedHeader(key, text);
      return this;
    }
    set(name, value) { return this.header(name, value); }
    get(name) { return contents.get(this).headers[name]; }
  }

  function use(response) {
    const content = contents.get(response);
    content.used = true;
    return content;
  }

  function setBody(content, body, type) {
    const structured = (typeof body === "object" && body !== null) || typeof body === "function";
    content.body = body === undefined || body === null ? "" : structured ? stringify(body) ?? "undefined" : String(body);
    content.headers["Content-Type"] ??= structured ? "application/json; charset=utf-8" : type;
  }

  runtime.makeResponse = () => new Response();
  runtime.isResponse = (value) => contents.has(value);

  // {used, status, headers (JSON text, "" for none), body}
  runtime.responseContent = (response) => {
    const content = contents.get(response);
    return { ...content, headers: keys(content.headers).length === 0 ? "" : stringify(content.headers) };
  };
})
