import { useMutation } from "@tanstack/react-query";
import { logIn, logOut, type Session } from "../session.ts";

export function Header({ session: { isLoggedIn, isLoggedOut } }: { session: Session }) {
  const login = useMutation({ mutationFn: logIn });
  const logout = useMutation({ mutationFn: logOut });
  return (
    <header>
      <div>
        <h1>refresh-once</h1>
        <p>One login for all tabs. Open this page in a second one.</p>
      </div>
      {isLoggedIn ? (
        <button type="button" onClick={() => logout.mutate()} disabled={logout.isPending}>
          Log out
        </button>
      ) : (
        <button
          type="button"
          className="primary"
          onClick={() => login.mutate()}
          disabled={login.isPending || !isLoggedOut}
        >
          Log in
        </button>
      )}
    </header>
  );
}
