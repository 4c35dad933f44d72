// Runs while the page's script is still on its way: the stream begins with everything there is, and that takes longest. The script takes the stream over.
(() => {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/health?results=true`);
  const said = [];
  socket.onmessage = (event) => said.push(event);
  window.haleEarly = { socket, said };
})();
