import { isTokenError } from "@refresh-once/core";
import { QueryClient } from "@tanstack/react-query";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (failures, error) => !isTokenError(error) && failures < 3 },
  },
});
