/** What is wrong with a variable or an option, for every room that reads one. */
package io.github.hfdevice.setting;
