// `res`: a reply made by hand. Nothing leaves before the handler has ended, so the last call wins.
(function (runtime) {
  "use strict";
  const {
    Number, RangeError, String, TypeError, deleteProperty, isArray, isInteger, keys, stringIndexOf, stringify,
    toLowerCase,
  } = runtime.primordials;
  const tokenCharacters = { __proto__: null };
  for (const character of "!#$%&'*+.^_`|~-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") tokenCharacters[character] = true;
  let contentOf;

  function checkedStatus(value) {
    const status = Number(value);
    if (!isInteger(status) || status < 200 || status > 599) throw new RangeError(`res.status: ${runtime.inspect(value)} is no status from 200 to 599`);
    return status;
  }

  function isToken(text) {
    for (let index = 0; index < text.length; index++) if (tokenCharacters[text[index]] !== true) return false;
    return text !== "";
  }

  function isHeaderValue(text) {
    return stringIndexOf(text, "\0") < 0 && stringIndexOf(text, "\r") < 0 && stringIndexOf(text, "\n") < 0;
  }

  function setHeader(content, name, value) {
    const text = isArray(value) ? joined(value) : typeof value === "object" && value !== null ? String(stringify(value)) : String(value);
    const given = String(name);
    const key = toLowerCase(given) === "content-type" ? "Content-Type" : given;
    if (!isToken(key)) throw new TypeError(`res.header: ${stringify(key)} is no header name`);
    if (!isHeaderValue(text)) throw new TypeError(`res.header: the value of ${key} has a line break or NUL in it`);
    content.headers[key] = text;
  }

  function joined(values) {
    let text = "";
    for (let index = 0; index < values.length; index++) text += index === 0 ? String(values[index]) : `,${String(values[index])}`;
    return text;
  }

  function setBody(content, body, type) {
    const structured = (typeof body === "object" && body !== null) || typeof body === "function";
    content.body = body === undefined || body === null ? "" : structured ? stringify(body) ?? "undefined" : String(body);
    content.headers["Content-Type"] ??= structured ? "application/json; charset=utf-8" : type;
  }

  class Response {
    #content = { used: false, status: 200, headers: { __proto__: null }, body: "" };

    static {
      contentOf = (response) => response.#content;
      runtime.isResponse = (value) => typeof value === "object" && value !== null && #content in value;
    }

    status(status) {
      const content = use(this);
      content.status = checkedStatus(status);
      return this;
    }
    statusCode(status) {
      use(this).status = checkedStatus(status);
      return this;
    }

    // send(body), send(status), send(status, body)
    send(first, second) {
      const content = use(this);
      const hasStatus = arguments.length >= 2 || typeof first === "number";
      if (hasStatus) content.status = checkedStatus(first);
      setBody(content, arguments.length >= 2 ? second : hasStatus ? "" : first, "text/plain; charset=utf-8");
      return this;
    }

    // json(body), json(status, body); a string is written as it is
    json(first, second) {
      const content = use(this);
      if (arguments.length >= 2) content.status = checkedStatus(first);
      const body = arguments.length >= 2 ? second : first;
      content.headers["Content-Type"] = "application/json; charset=utf-8";
      setBody(content, typeof body === "number" || typeof body === "boolean" ? stringify(body) : body, "");
      return this;
    }

    type(type) {
      setHeader(use(this), "Content-Type", runtime.mediaType(String(type)));
      return this;
    }

    // header(name, value), header({name: value, …}); an array is joined by commas
    header(name, value) {
      setHeaders(use(this), name, value);
      return this;
    }
    set(name, value) {
      setHeaders(use(this), name, value);
      return this;
    }
    get(name) { return contentOf(this).headers[String(name)]; }
  }
  // The class itself is not for scripts: `res` comes from the host alone.
  deleteProperty(Response.prototype, "constructor");

  function use(response) {
    const content = contentOf(response);
    content.used = true;
    return content;
  }

  function setHeaders(content, name, value) {
    if (typeof name !== "object" || name === null) return setHeader(content, name, value);
    const names = keys(name);
    for (let index = 0; index < names.length; index++) setHeader(content, names[index], name[names[index]]);
  }

  runtime.makeResponse = () => new Response();
  runtime.isUsed = (response) => contentOf(response).used;

  // {used, status, headers (JSON text, "" for none), body}
  runtime.responseContent = (response) => {
    const { used, status, headers, body } = contentOf(response);
    return { used, status, body, headers: keys(headers).length === 0 ? "" : stringify(headers) };
  };
})
