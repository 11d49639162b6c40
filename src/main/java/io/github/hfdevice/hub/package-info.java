/**
 * What is particular to the Hugging Face Hub: its endpoints, the default client, whose a token is,
 * and the settings that people give in the environment. Knows no terminal and no files.
 */
package io.github.hfdevice.hub;
