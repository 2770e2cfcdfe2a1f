/** How deep documents may be nested (design 5); deeper ones are an error. The outermost object or array is level 1. */
export const maxDepth = 180;
